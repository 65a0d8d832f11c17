using Spectre.Console;

namespace NanoEvents.Cli.Output;

/// <summary>Coloured lines that scroll above one status line.</summary>
internal sealed class TerminalView : IEventView
{
    private static readonly ControlCode _clearLine = new("\r\u001b[2K");
    private string _progress = "";

    public void Show(in NanoEvent e)
    {
        string before = EventLine.WhenAndDevice(e);
        string line = Fitting($"{before} {EventLine.Where(e)} {EventLine.What(e)}");
        int dim = Math.Min(before.Length, line.Length);
        AnsiConsole.Write(_clearLine);
        AnsiConsole.MarkupLineInterpolated($"[grey50]{line[..dim]}[/][{EventLine.Colour(e)}]{line[dim..]}[/]");
        ShowProgress(_progress);
    }

    public void ShowProgress(string text)
    {
        _progress = text;
        AnsiConsole.Write(_clearLine);
        AnsiConsole.MarkupInterpolated($"[black on cyan]{Fitting(text)}[/]");
    }

    public void ShowSummary(DemoSummary summary)
    {
        AnsiConsole.Write(_clearLine);
        AnsiConsole.MarkupLineInterpolated($"[{(summary.Lost == 0 ? "green" : "yellow")}]{summary.ToString()}[/]");
    }

    public void Say(string notice)
    {
        AnsiConsole.Write(_clearLine);
        StandardError.Say(notice);
    }

    public void Dispose() => AnsiConsole.Write(_clearLine);

    // A wrapped line would leave its first part behind when it is replaced.
    private static string Fitting(string text)
    {
        int width = Math.Max(20, AnsiConsole.Profile.Width - 1);
        return text.Length <= width ? text : text[..width];
    }
}
