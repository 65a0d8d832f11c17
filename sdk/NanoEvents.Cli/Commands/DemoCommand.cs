using System.CommandLine;
using System.Net;
using NanoEvents.Cli.Demo;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Page;
using NanoEvents.Cli.Screen;
using NanoEvents.Firmware;
using NanoEvents.Simulator;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Commands;

/// <summary>`demo`: broker, firmware and SDK in one process, over a real MQTT connection on loopback.</summary>
internal static class DemoCommand
{
    // The built-in day takes a minute.
    private const double DayInAMinute = 24 * 60;
    private const double UsualSpeed = 60;

    public static Command Create()
    {
        TraceOptions trace = new("Play this trace (CSV) instead of the built-in day in a flat");
        Option<double?> speed = CommonOptions.Speed("60; the built-in day 1440, which takes a minute");
        Option<bool> json = CommonOptions.Json();
        Option<string> faults = CommonOptions.Faults("broker, link, batches, reader, device, clock and sensors");
        Option<int?> port = CommonOptions.Port("The broker's port on loopback (a free one)");
        Option<bool> noPage = new("--no-page") { Description = "Serve no page in the browser" };
        Option<bool> open = new("--open") { Description = "Open the page in the browser" };
        Command command = new("demo", "Play the whole way from a pin to your code on this PC: no hardware, nothing to install");
        trace.AddTo(command);
        foreach (Option option in new Option[] { speed, faults, json, port, noPage, open })
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => RunAsync(
            () => trace.Open(parsed), parsed.GetValue(speed), parsed.GetValue(faults), parsed.GetValue(json), parsed.GetValue(port) ?? 0,
            parsed.GetValue(noPage) ? null : parsed.GetValue(open), cancellation));
        return command;
    }

    /// <param name="opensPage">Whether the page is opened in a browser; null for no page.</param>
    private static async Task<int> RunAsync(
        Func<Trace?> open, double? speed, string? faults, bool asJson, int port, bool? opensPage, CancellationToken cancellation)
    {
        FaultScript? script = faults == null ? null : FaultScriptFile.Open(faults);
        script?.RequireOutsideTests(faults!);
        DateOnly yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        Trace? given = open();
        bool isDay = given == null;
        Trace trace = given ?? BuiltInDay.On(yesterday);
        double factor = speed ?? (isDay ? DayInAMinute : UsualSpeed);
        await using EmbeddedBroker broker = new(IPAddress.Loopback, port);
        await broker.StartAsync();
        Settings NewSettings() => new() { HighCentiCelsius = isDay ? BuiltInDay.HighCentiCelsius : Settings.Off };
        string what = isDay ? "A day in a flat" : "The trace";
        string how = $"{what}, played to the firmware and read over MQTT from {broker.LocalUrl.OriginalString}";
        DemoPlan plan = script != null ? new DemoPlan(script, faults) : isDay && !double.IsInfinity(factor) ? DemoPlan.Outage : DemoPlan.None;
        DemoRun? started = null;
        DemoClock clock = new();
        await using DemoPage? page = opensPage == null ? null : await DemoPage.StartAsync(broker, what, factor, clock, cancellation);
        IEventView view = DemoViews.Open(asJson, () => started is { } running ? running.Status with { Page = page?.Address } : null);
        await using (DemoRun run = new(broker, trace, factor, NewSettings, plan with { What = what }, view, cancellation))
        {
            (started, clock.Run) = (run, run);
            StandardError.Say($"{how}{(script == null ? "" : $", with {script.Lines.Count} faults")}. Ctrl+C ends it.");
            if (page != null)
            {
                await ShowAsync(page, opensPage == true);
            }

            await run.RunAsync();
        }

        return page == null ? ExitCode.Done : await StayAsync(page, cancellation);
    }

    private static async Task ShowAsync(DemoPage page, bool opens)
    {
        StandardError.Say($"Open {page.Address.OriginalString} in a browser and look at it.");
        if (opens)
        {
            Browser.Open(page.Address);
        }

        await page.ReadAsync();
    }

    // Whoever looks at the page is not interrupted; whoever reads a pipe does not wait.
    private static async Task<int> StayAsync(DemoPage page, CancellationToken cancellation)
    {
        if (EventViews.IsTerminal && !Console.IsInputRedirected)
        {
            StandardError.Say($"The page stays at {page.Address.OriginalString}. Any key ends it.");
            while (!Console.KeyAvailable)
            {
                await Task.Delay(100, cancellation);
            }

            Console.ReadKey(intercept: true);
        }

        return ExitCode.Done;
    }
}
