using System.CommandLine;
using System.Net;
using NanoEvents.Cli.Demo;
using NanoEvents.Cli.Output;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Commands;

/// <summary>`demo`: broker, firmware and SDK in one process, over a real MQTT connection on loopback.</summary>
internal static class DemoCommand
{
    // The built-in day takes a minute.
    private const double DayInAMinute = 24 * 60;
    private const double UsualSpeed = 60;

    public static Command Create()
    {
        Option<string> trace = CommonOptions.Trace("The trace to play; without, a built-in day in a flat");
        Option<double?> speed = CommonOptions.Speed("60 for a trace and 1440, a day in a minute, for the built-in day unless said");
        Option<bool> json = CommonOptions.Json();
        Option<int> port = CommonOptions.Port(0, "The broker's port on loopback; one that is free unless said");
        Command command = new("demo", "The whole way from a pin to your code on this PC: no hardware, no installation") { trace, speed, json, port };
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetValue(trace), parsed.GetValue(speed), parsed.GetValue(json), parsed.GetValue(port), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? path, double? speed, bool asJson, int port, CancellationToken cancellation)
    {
        DateOnly yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        Trace trace = path == null ? BuiltInDay.On(yesterday) : TraceFile.Open(path);
        double factor = speed ?? (path == null ? DayInAMinute : UsualSpeed);
        await using EmbeddedBroker broker = new(IPAddress.Loopback, port);
        await broker.StartAsync();
        await using DemoRun run = new(broker, trace, factor, EventViews.Open(asJson));
        if (path == null && !double.IsInfinity(factor))
        {
            run.PlanOutage(yesterday);
        }

        await run.RunAsync(cancellation);
        return CommandRunner.Done;
    }
}
