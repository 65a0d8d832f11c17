using System.CommandLine;
using System.Security.Cryptography;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Commands;

/// <summary>`simulate`: the firmware on this PC, as a device of any broker.</summary>
internal static class SimulateCommand
{
    private const double UsualSpeed = 60;

    public static Command Create()
    {
        Option<Uri> broker = CommonOptions.Broker();
        Option<string> device = CommonOptions.Device("The device's name in topics");
        device.Required = true;
        Option<string> trace = CommonOptions.Trace("The trace to play, to its end; without, a built-in day, again and again");
        Option<double?> speed = CommonOptions.Speed("60 unless said");
        Command command = new("simulate", "The firmware on this PC, as a device") { broker, device, trace, speed };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(broker),
                parsed.GetRequiredValue(device),
                parsed.GetValue(trace),
                parsed.GetValue(speed) ?? UsualSpeed,
                cancellation),
            CancellationToken.None));
        return command;
    }

    private static int Run(Uri broker, string deviceId, string? path, double speed, CancellationToken cancellation)
    {
        if (path == null && double.IsInfinity(speed))
        {
            throw new CommandException("--speed max needs a trace that ends: give one with --trace");
        }

        Trace trace = path == null ? BuiltInDay.WithoutEnd(DateOnly.FromDateTime(DateTime.UtcNow)) : TraceFile.Open(path);
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), BootCause.Unknown);
        using MqttLink link = new(broker, deviceId, boot.Online);
        link.Changed += remark => Remarks.Say($"{broker.Host}:{link.Port} {remark}");
        using TracePlayer player = new(trace, speed, new Settings { DeviceId = deviceId }, boot, link);
        player.Play(cancellation);
        player.Drain(cancellation);
        Remarks.Say($"{player.Device.Core.Ring.LastNumber} events raised, all acknowledged, {player.Device.Core.Ring.Dropped} dropped by the full ring.");
        return CommandRunner.Done;
    }
}
