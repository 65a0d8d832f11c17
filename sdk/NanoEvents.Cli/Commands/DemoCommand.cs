using System.CommandLine;
using System.Net;
using NanoEvents.Cli.Demo;
using NanoEvents.Cli.Output;
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
        Command command = new("demo", "Play the whole way from a pin to your code on this PC: no hardware, nothing to install");
        trace.AddTo(command);
        foreach (Option option in new Option[] { speed, faults, json, port })
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
            RunAsync(() => trace.Open(parsed), parsed.GetValue(speed), parsed.GetValue(faults), parsed.GetValue(json), parsed.GetValue(port) ?? 0, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Func<Trace?> open, double? speed, string? faults, bool asJson, int port, CancellationToken cancellation)
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
        IEventView view = DemoViews.Open(asJson, () => started?.Status);
        await using DemoRun run = new(broker, trace, factor, NewSettings, plan with { What = what }, view, cancellation);
        started = run;
        StandardError.Say($"{how}{(script == null ? "" : $", with {script.Lines.Count} faults")}. Ctrl+C ends it.");
        await run.RunAsync();
        return ExitCode.Done;
    }
}
