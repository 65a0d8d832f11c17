namespace NanoEvents.History;

/// <summary>The hourly and daily summaries: what a transaction adds to them is collected here and written at its end.</summary>
internal sealed class RollUps(Database database) : IDisposable
{
    private readonly RollUpTable _hours = RollUpTable.OfValues(database, "hour", Span.Hour);
    private readonly RollUpTable _days = RollUpTable.OfValues(database, "day", Span.Day);
    private readonly RollUpTable _hoursOn = RollUpTable.OfStates(database, "hourOn", Span.Hour);
    private readonly RollUpTable _daysOn = RollUpTable.OfStates(database, "dayOn", Span.Day);

    /// <summary>How many summaries of hours are collected.</summary>
    public int Changed => _hours.Changed + _hoursOn.Changed;

    public void AddValue(long series, long time, int value)
    {
        _hours.Of(series, time).AddValue(value);
        _days.Of(series, time).AddValue(value);
    }

    public void AddState(long series, long time, bool isOn)
    {
        _hoursOn.Of(series, time).AddState(isOn);
        _daysOn.Of(series, time).AddState(isOn);
    }

    /// <summary>Adds a time in which a state was on, or takes it away.</summary>
    /// <param name="series">The source.</param>
    /// <param name="from">Its beginning, in milliseconds since 1970.</param>
    /// <param name="to">Its end.</param>
    /// <param name="sign">1 or -1.</param>
    public void AddOn(long series, long from, long to, int sign)
    {
        _hoursOn.AddOn(series, from, to, sign);
        _daysOn.AddOn(series, from, to, sign);
    }

    public void Flush()
    {
        _hours.Flush();
        _days.Flush();
        _hoursOn.Flush();
        _daysOn.Flush();
    }

    public void Dispose()
    {
        _hours.Dispose();
        _days.Dispose();
        _hoursOn.Dispose();
        _daysOn.Dispose();
    }
}
