using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>A trace that continues while a device restarts: the device misses the events of that time.</summary>
public sealed class RestartableTrace : IDisposable
{
    private readonly Trace _trace;
    private readonly IEnumerator<TraceRow> _rows;
    private readonly int[] _levels;
    private bool _isHeld;

    /// <summary>Nothing is read yet.</summary>
    public RestartableTrace(Trace trace)
    {
        _trace = trace;
        _rows = trace.Rows.GetEnumerator();
        _levels = [.. trace.Columns.Select(_ => TraceRow.Silent)];
        Rest = From(long.MinValue);
    }

    /// <summary>The rest that has not been played yet; it may be read repeatedly.</summary>
    public Trace Rest { get; }

    /// <summary>The last row has not been played: return it again, as the first of the rest.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>The rest that has not been played yet, from a time on. Its first row shows the levels that pins have got meanwhile.</summary>
    /// <param name="ticks">The time, in ticks of 10 ms since 1970.</param>
    public Trace From(long ticks) => new(_trace.Columns, Rows(ticks));

    /// <summary>Closes the trace.</summary>
    public void Dispose() => _rows.Dispose();

    private IEnumerable<TraceRow> Rows(long fromTicks)
    {
        bool isFirst = true;
        while (TryNext(out TraceRow row))
        {
            NoteLevels(row.Values);
            if (row.Ticks < fromTicks)
            {
                continue;
            }

            yield return isFirst ? WithLevels(row) : row;
            isFirst = false;
        }
    }

    private bool TryNext(out TraceRow row)
    {
        bool hasRow = _isHeld || _rows.MoveNext();
        _isHeld = false;
        row = hasRow ? _rows.Current : default;
        return hasRow;
    }

    private void NoteLevels(int[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            bool isLevel = TraceSuffix.DecimalsOf(_trace.Columns[i].Type) == TraceSuffix.Level && values[i] != TraceRow.Silent;
            _levels[i] = isLevel ? values[i] : _levels[i];
        }
    }

    private TraceRow WithLevels(TraceRow row) =>
        new(row.Ticks, [.. row.Values.Select((value, i) => value == TraceRow.Silent ? _levels[i] : value)]);
}
