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
        Option<string> device = CommonOptions.Device("The device's name in topics: 1 to 32 of A-Z a-z 0-9 _ -");
        device.Required = true;
        Option<string> trace = CommonOptions.Trace("Play this trace (CSV) and end, instead of the built-in day again and again");
        Option<double?> speed = CommonOptions.Speed("60");
        Option<string> ca = CommonOptions.Ca();
        Command command = new("simulate", "The firmware on this PC, as a device of any broker") { broker, device, trace, speed, ca };
        command.Validators.Add(result =>
        {
            if (result.GetValue(trace) == null && result.GetValue(speed) is double.PositiveInfinity)
            {
                result.AddError("--speed max needs a trace that ends: give one with --trace.");
            }
        });
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(broker),
                parsed.GetRequiredValue(device),
                parsed.GetValue(trace),
                parsed.GetValue(speed) ?? UsualSpeed,
                parsed.GetValue(ca),
                cancellation),
            CancellationToken.None));
        return command;
    }

    private static int Run(Uri broker, string deviceId, string? path, double speed, string? ca, CancellationToken cancellation)
    {
        Trace trace = path == null ? BuiltInDay.WithoutEnd(DateOnly.FromDateTime(DateTime.UtcNow)) : TraceFile.Open(path);
        Settings settings = new() { DeviceId = deviceId, HighCentiCelsius = path == null ? BuiltInDay.HighCentiCelsius : Settings.Off };
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), BootCause.Unknown);
        MqttLink link = new(broker, deviceId, boot.Online, ca);
        using TracePlayer player = new(trace, speed, settings, boot, link);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        string? refusal = null;
        link.Changed += Remarks.Say;
        link.Refused += why =>
        {
            refusal = why;
            ending.Cancel();
        };
        try
        {
            Play(player, ending.Token);
        }
        catch (OperationCanceledException) when (refusal != null)
        {
            throw new CommandException(refusal);
        }

        return CommandRunner.Done;
    }

    // After a bad line, too, what was good before it is sent.
    private static void Play(TracePlayer player, CancellationToken cancellation)
    {
        try
        {
            player.Play(cancellation);
        }
        finally
        {
            if (!cancellation.IsCancellationRequested)
            {
                player.Drain(cancellation);
                EventRing ring = player.Device.Core.Ring;
                Remarks.Say($"{ring.LastNumber} events raised, all acknowledged, {ring.Dropped} dropped by the full ring");
            }
        }
    }
}
