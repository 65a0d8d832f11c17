namespace NanoEvents.History;

/// <summary>The summaries of one length.</summary>
internal sealed class RollUpTable(Database database, string table, long span) : IDisposable
{
    private readonly Dictionary<(long Series, long Start), RollUp> _changed = [];
    private readonly Statement _add = database.Prepare(
        $"""
        INSERT INTO {table} (series, start, count, low, high, sum, onTime) VALUES (@1, @2, @3, @4, @5, @6, @7)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, low = min(ifnull(low, excluded.low), ifnull(excluded.low, low)),
            high = max(ifnull(high, excluded.high), ifnull(excluded.high, high)), sum = sum + excluded.sum, onTime = onTime + excluded.onTime
        """);

    public int Changed => _changed.Count;

    /// <summary>What is to be added to the summary of a time.</summary>
    public RollUp Of(long series, long time) => OfSpan(series, Span.Of(time, span));

    public void AddOn(long series, long from, long to, int sign)
    {
        for (long start = Span.Of(from, span); from < to; start++)
        {
            long end = Math.Min(to, (start + 1) * span * 1000);
            OfSpan(series, start).OnTime += sign * (end - from);
            from = end;
        }
    }

    public void Flush()
    {
        foreach (((long series, long start), RollUp up) in _changed)
        {
            _add.Run(series, start, up.Count, up.Low, up.High, up.Sum, up.OnTime);
        }

        _changed.Clear();
    }

    public void Dispose() => _add.Dispose();

    private RollUp OfSpan(long series, long start)
    {
        if (!_changed.TryGetValue((series, start), out RollUp? up))
        {
            _changed[(series, start)] = up = new RollUp();
        }

        return up;
    }
}
