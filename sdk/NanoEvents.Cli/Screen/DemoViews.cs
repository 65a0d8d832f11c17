using NanoEvents.Cli.Output;
using Spectre.Console;

namespace NanoEvents.Cli.Screen;

/// <summary>Chooses how the demo is shown: as a screen on a terminal that is large enough, else as other events are.</summary>
internal static class DemoViews
{
    public static IEventView Open(bool asJson, Func<DemoStatus?> status)
    {
        bool isLarge = !asJson && EventViews.IsTerminal && AnsiConsole.Profile.Capabilities.Unicode
            && Console.WindowWidth >= DemoScreen.MinWidth && Console.WindowHeight >= DemoScreen.MinHeight;
        return isLarge ? new ScreenView(status, Environment.GetEnvironmentVariable("NO_COLOR") is null or "") : EventViews.Open(asJson ? LineForm.Json : LineForm.Text);
    }
}
