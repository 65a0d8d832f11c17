namespace NanoEvents.Cli.Output;

/// <summary>A line an event, on standard output.</summary>
internal sealed class LineView : IEventView
{
    private readonly StreamWriter _output = StandardOutput.Open();
    private readonly JsonLines? _json;
    private readonly LineForm _form;

    public LineView(LineForm form)
    {
        _form = form;
        _json = form == LineForm.Json ? new JsonLines(_output) : null;
        if (form == LineForm.Csv)
        {
            _output.WriteLine(EventCsv.Header);
        }
    }

    public void Show(in NanoEvent e)
    {
        if (_json != null)
        {
            _json.Write(e);
        }
        else
        {
            _output.WriteLine(_form == LineForm.Csv ? EventCsv.Line(e) : EventLine.Format(e));
        }
    }

    // Flushes the output. Called when there is time, so not between two events in quick succession.
    public void ShowProgress(string text) => _output.Flush();

    public void Say(string notice)
    {
        _output.Flush();
        StandardError.Say(notice);
    }

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
