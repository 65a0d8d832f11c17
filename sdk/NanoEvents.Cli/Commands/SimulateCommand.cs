using System.CommandLine;
using NanoEvents.Cli.Simulate;
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
        Option<string> console = new("--console") { Description = "The serial path at which the device's console answers", HelpName = "PATH" };
        Option<string> settings = new("--settings") { Description = "The folder that keeps the device's settings; without, they last as long as this program runs", HelpName = "DIR" };
        Command command = new("simulate", "The firmware on this PC, as a device") { broker, device, trace, speed, console, settings };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                double chosen = parsed.GetValue(speed) ?? UsualSpeed;
                Trace played = TraceOf(parsed.GetValue(trace), chosen);
                FileSettings store = StoreOf(parsed.GetValue(settings));
                using ConsolePort? port = parsed.GetValue(console) is { } path ? new ConsolePort(path) : null;
                new SimulatedRuns(parsed.GetRequiredValue(broker), parsed.GetRequiredValue(device), played, chosen, store, port).Run(cancellation);
                return CommandRunner.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static Trace TraceOf(string? path, double speed)
    {
        if (path == null && double.IsInfinity(speed))
        {
            throw new CommandException("--speed max needs a trace that ends: give one with --trace");
        }

        return path == null ? BuiltInDay.WithoutEnd(DateOnly.FromDateTime(DateTime.UtcNow)) : TraceFile.Open(path);
    }

    private static FileSettings StoreOf(string? folder)
    {
        try
        {
            return new FileSettings(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the folder {folder} cannot be made: {e.Message}");
        }
    }
}
