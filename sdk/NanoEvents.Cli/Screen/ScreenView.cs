using System.Diagnostics;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Screen;

/// <summary>The demo as a screen that changes, and at the end a recap that stays.</summary>
internal sealed class ScreenView(Func<DemoStatus?> status, bool hasColour) : IEventView
{
    private readonly StreamWriter _output = StandardOutput.Open();
    private readonly DemoScreen _demo = new();
    private readonly Recap _recap = new();
    private readonly Stopwatch _took = Stopwatch.StartNew();
    private TerminalScreen? _terminal;

    public void Show(in NanoEvent e)
    {
        _demo.Put(e, status()?.Now);
        _recap.Put(e);
    }

    public void ShowProgress(string text)
    {
        if (status() is { } now)
        {
            _terminal ??= new TerminalScreen(_output, hasColour);
            _terminal.Show(_demo.Draw(now, Math.Max(1, Console.WindowWidth), Math.Max(1, Console.WindowHeight)));
        }
    }

    public void Say(string notice) => _demo.Say(notice);

    public void ShowSummary(DemoSummary summary)
    {
        _terminal?.Leave();
        if (status() is { } end)
        {
            foreach (string line in _recap.Lines(end, _took.Elapsed, StartedAs.Command, Math.Max(DemoScreen.MinWidth, Console.WindowWidth)))
            {
                _output.WriteLine(line);
            }
        }
    }

    public void Dispose()
    {
        _terminal?.Dispose();
        _output.Dispose();
    }
}
