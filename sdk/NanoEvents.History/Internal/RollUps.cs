namespace NanoEvents.History;

/// <summary>The hourly and daily summaries: what a transaction adds to them is collected here and written at its end.</summary>
internal sealed class RollUps(Database database) : IDisposable
{
    private readonly Dictionary<(long Span, long Series, long Start), RollUp> _changed = [];
    private readonly Statement _add = database.Prepare(
        """
        INSERT INTO rollup (span, series, start, count, low, high, sum, onTime) VALUES (@1, @2, @3, @4, @5, @6, @7, @8)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, low = min(ifnull(low, excluded.low), ifnull(excluded.low, low)),
            high = max(ifnull(high, excluded.high), ifnull(excluded.high, high)), sum = sum + excluded.sum, onTime = onTime + excluded.onTime
        """);

    /// <summary>How many summaries are collected.</summary>
    public int Changed => _changed.Count;

    public void AddValue(long series, long time, int value)
    {
        Of(Span.Hour, series, Span.Of(time, Span.Hour)).AddValue(value);
        Of(Span.Day, series, Span.Of(time, Span.Day)).AddValue(value);
    }

    public void AddState(long series, long time, bool isOn)
    {
        Of(Span.Hour, series, Span.Of(time, Span.Hour)).AddState(isOn);
        Of(Span.Day, series, Span.Of(time, Span.Day)).AddState(isOn);
    }

    /// <summary>Adds a time in which a state was on, or takes it away.</summary>
    /// <param name="series">The source.</param>
    /// <param name="from">Its beginning, in milliseconds since 1970.</param>
    /// <param name="to">Its end.</param>
    /// <param name="sign">1 or -1.</param>
    public void AddOn(long series, long from, long to, int sign)
    {
        AddOn(Span.Hour, series, from, to, sign);
        AddOn(Span.Day, series, from, to, sign);
    }

    public void Flush()
    {
        foreach (((long span, long series, long start), RollUp up) in _changed)
        {
            _add.Run(span, series, start, up.Count, up.Low, up.High, up.Sum, up.OnTime);
        }

        _changed.Clear();
    }

    public void Dispose() => _add.Dispose();

    private void AddOn(long span, long series, long from, long to, int sign)
    {
        for (long start = Span.Of(from, span); from < to; start++)
        {
            long end = Math.Min(to, (start + 1) * span * 1000);
            Of(span, series, start).OnTime += sign * (end - from);
            from = end;
        }
    }

    private RollUp Of(long span, long series, long start)
    {
        if (!_changed.TryGetValue((span, series, start), out RollUp? up))
        {
            _changed[(span, series, start)] = up = new RollUp();
        }

        return up;
    }
}
