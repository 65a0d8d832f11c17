namespace NanoEvents.Simulator;

/// <summary>A trace that goes on where it was when a device restarts: what happens meanwhile nobody sees.</summary>
public sealed class RestartableTrace : IDisposable
{
    private readonly IEnumerator<TraceRow> _rows;

    /// <summary>Nothing is read yet.</summary>
    public RestartableTrace(Trace trace)
    {
        _rows = trace.Rows.GetEnumerator();
        Rest = new Trace(trace.Columns, Rows());
    }

    /// <summary>What has not been played yet; may be read again and again.</summary>
    public Trace Rest { get; }

    /// <summary>Closes the trace.</summary>
    public void Dispose() => _rows.Dispose();

    private IEnumerable<TraceRow> Rows()
    {
        while (_rows.MoveNext())
        {
            yield return _rows.Current;
        }
    }
}
