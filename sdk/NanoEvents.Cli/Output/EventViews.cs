using NanoEvents.Cli.Screen;
using Spectre.Console;

namespace NanoEvents.Cli.Output;

/// <summary>Chooses how events are shown: for a person at a terminal, or for a pipe.</summary>
internal static class EventViews
{
    public static IEventView Open(bool asJson) => IsTerminal && !asJson ? new TerminalView() : new LineView(asJson);

    /// <summary>The same for the demo, which has a screen on a terminal that is large enough.</summary>
    public static IEventView OpenDemo(bool asJson, Func<DemoStatus?> status)
    {
        bool isLarge = !asJson && IsTerminal && AnsiConsole.Profile.Capabilities.Unicode
            && Console.WindowWidth >= DemoScreen.MinWidth && Console.WindowHeight >= DemoScreen.MinHeight;
        return isLarge ? new ScreenView(status, Environment.GetEnvironmentVariable("NO_COLOR") is null or "") : Open(asJson);
    }

    private static bool IsTerminal =>
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
