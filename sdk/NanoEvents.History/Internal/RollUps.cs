namespace NanoEvents.History;

/// <summary>The hourly and daily summaries: what a transaction adds to them is collected here and written at its end.</summary>
internal sealed class RollUps(Database database) : IDisposable
{
    private readonly RollUpTable _hours = new(database, "hour", Span.Hour);
    private readonly RollUpTable _days = new(database, "day", Span.Day);

    /// <summary>How many summaries are collected.</summary>
    public int Changed => _hours.Changed;

    public void AddValue(long series, long time, int value)
    {
        _hours.Of(series, time).AddValue(value);
        _days.Of(series, time).AddValue(value);
    }

    public void AddState(long series, long time, bool isOn)
    {
        _hours.Of(series, time).AddState(isOn);
        _days.Of(series, time).AddState(isOn);
    }

    /// <summary>Adds a time in which a state was on, or takes it away.</summary>
    /// <param name="series">The source.</param>
    /// <param name="from">Its beginning, in milliseconds since 1970.</param>
    /// <param name="to">Its end.</param>
    /// <param name="sign">1 or -1.</param>
    public void AddOn(long series, long from, long to, int sign)
    {
        _hours.AddOn(series, from, to, sign);
        _days.AddOn(series, from, to, sign);
    }

    public void Flush()
    {
        _hours.Flush();
        _days.Flush();
    }

    public void Dispose()
    {
        _hours.Dispose();
        _days.Dispose();
    }
}
