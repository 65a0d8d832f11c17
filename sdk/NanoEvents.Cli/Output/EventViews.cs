using Spectre.Console;

namespace NanoEvents.Cli.Output;

/// <summary>Chooses how events are shown: for a person at a terminal, or for a pipe.</summary>
internal static class EventViews
{
    public static IEventView Open(bool asJson)
    {
        bool isTerminal = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;
        return isTerminal && !asJson ? new TerminalView() : new LineView(asJson);
    }
}
