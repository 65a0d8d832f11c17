namespace NanoEvents.History;

/// <summary>The summaries of one length in one table.</summary>
internal sealed class RollUpTable : IDisposable
{
    private readonly Dictionary<(long Series, long Start), RollUp> _changed = [];
    private readonly long _span;
    private readonly bool _isState;
    private readonly Statement _add;

    private RollUpTable(Statement add, long span, bool isState) => (_add, _span, _isState) = (add, span, isState);

    public static RollUpTable OfValues(Database database, string table, long span) => new(
        database.Prepare(
            $"""
            INSERT INTO {table} (series, start, count, low, high, sum) VALUES (@1, @2, @3, @4, @5, @6) ON CONFLICT DO UPDATE SET
                count = count + excluded.count, low = min(low, excluded.low), high = max(high, excluded.high), sum = sum + excluded.sum
            """),
        span,
        isState: false);

    public static RollUpTable OfStates(Database database, string table, long span) => new(
        database.Prepare(
            $"""
            INSERT INTO {table} (series, start, count, milliseconds) VALUES (@1, @2, @3, @4) ON CONFLICT DO UPDATE SET
                count = count + excluded.count, milliseconds = milliseconds + excluded.milliseconds
            """),
        span,
        isState: true);

    public int Changed => _changed.Count;

    /// <summary>What is to be added to the summary of a time.</summary>
    public RollUp Of(long series, long time) => OfSpan(series, Span.Of(time, _span));

    public void AddOn(long series, long from, long to, int sign)
    {
        for (long start = Span.Of(from, _span); from < to; start++)
        {
            long end = Math.Min(to, (start + 1) * _span * 1000);
            OfSpan(series, start).OnTime += sign * (end - from);
            from = end;
        }
    }

    public void Flush()
    {
        foreach (((long series, long start), RollUp up) in _changed)
        {
            object?[] values = _isState ? [series, start, up.Count, up.OnTime] : [series, start, up.Count, up.Low, up.High, up.Sum];
            _add.Run(values);
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
