using Spectre.Console;

namespace NanoEvents.Cli.Output;

/// <summary>Chooses how events are shown: for a person at a terminal, or for a pipe.</summary>
internal static class EventViews
{
    /// <summary>Whether somebody reads on a terminal that can be steered.</summary>
    public static bool IsTerminal =>
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public static IEventView Open(LineForm form) => IsTerminal && form == LineForm.Text ? new TerminalView() : new LineView(form);
}
