namespace NanoEvents.Cli.Output;

/// <summary>A line an event, on standard output: as JSON, or to read.</summary>
internal sealed class LineView : IEventView
{
    private readonly StreamWriter _output = StandardOutput.Open();
    private readonly JsonLines? _json;

    public LineView(bool asJson)
    {
        _json = asJson ? new JsonLines(_output) : null;
    }

    public void Show(in NanoEvent e)
    {
        if (_json != null)
        {
            _json.Write(e);
        }
        else
        {
            _output.WriteLine(EventLine.Format(e));
        }
    }

    // Between two events that come close together nothing is flushed: this is called when there is time.
    public void ShowProgress(string text) => _output.Flush();

    public void Clear() => _output.Flush();

    public void ShowSummary(DemoSummary summary)
    {
        if (_json != null)
        {
            _json.WriteSummary(summary);
        }
        else
        {
            _output.WriteLine(summary.ToString());
        }
    }

    public void Dispose() => _output.Dispose();
}
