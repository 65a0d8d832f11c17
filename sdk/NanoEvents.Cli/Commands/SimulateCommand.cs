using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Simulate;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Commands;

/// <summary>`simulate`: the firmware on this PC, as a device of any broker.</summary>
internal static class SimulateCommand
{
    private const double UsualSpeed = 60;
    private const long DayTicks = 24 * 3600 * 1000 / BatchFormat.TickMs;

    public static Command Create()
    {
        BrokerOptions broker = new(reads: false);
        Option<string> device = CommonOptions.Device("The device's name in topics: 1 to 32 of A-Z a-z 0-9 _ -");
        device.Required = true;
        Option<string> prefix = PrefixOption();
        TraceOptions trace = new("Play this trace (CSV) and end, instead of an evening in a flat that begins now and does not end");
        Option<double?> speed = CommonOptions.Speed("60 for a trace; otherwise 1, and more first plays the last day, up to the present");
        Option<string> faults = CommonOptions.Faults("link, device, clock and sensors");
        Option<string> console = new("--port", "--console") { Description = "The serial port at which the device's console answers", HelpName = "PORT" };
        Option<string> settings = new("--settings") { Description = "The folder that keeps the device's settings; without it, they are lost when this program ends", HelpName = "DIR" };
        Command command = new("simulate", "Run the firmware on this PC, as a device of any broker");
        broker.AddTo(command);
        command.Add(device);
        command.Add(prefix);
        trace.AddTo(command);
        foreach (Option option in new Option[] { speed, faults, console, settings })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            // Not GetValue, which throws where the value is none.
            if (!trace.IsGiven(result) && result.GetResult(speed) is { Tokens: [{ Value: "max" }] })
            {
                result.AddError("--speed max needs a trace that ends: give one with --trace.");
            }
        });
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                double chosen = parsed.GetValue(speed) ?? (trace.IsGiven(parsed.CommandResult) ? UsualSpeed : 1);
                Trace? given = trace.Open(parsed);
                long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / BatchFormat.TickMs;
                long start = chosen > 1 ? now - DayTicks : now;
                Trace played = given ?? Evening(now, start, parsed.GetRequiredValue(device), chosen);
                FileSettings store = StoreOf(parsed.GetValue(settings));
                using ConsolePort? port = parsed.GetValue(console) is { } path ? new ConsolePort(path) : null;
                string? script = parsed.GetValue(faults);
                FaultySettings? flash = script == null ? null : new FaultySettings(store, new Random(0));
                SimulatedRuns runs = new(broker.Read(parsed)!, parsed.GetRequiredValue(device), played, chosen, store, port)
                {
                    Prefix = parsed.GetValue(prefix) ?? "",
                    Pages = new FilePages(parsed.GetValue(settings)),
                    Flash = flash,
                    LiveSinceTicks = given == null ? start : null,
                    Faults = script == null ? null : FaultsOf(script, played, flash!),
                };
                runs.Run(cancellation);
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static Option<string> PrefixOption()
    {
        Option<string> option = new("--prefix") { Description = "The topic levels before the device's topics, such as site1 for site1/nanoevents/…", HelpName = "PREFIX" };
        option.Validators.Add(result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            SettingParser parser = new(SettingsTable.HighestPin);
            if (text.Length == 0 || !parser.TryRead(SettingsTable.BrokerPrefix, text, out _))
            {
                result.AddError($"--prefix {parser.Rule(SettingsTable.BrokerPrefix)}, not '{text}'.");
            }
        });
        return option;
    }

    private static Trace Evening(long nowTicks, long startTicks, string device, double speed)
    {
        SettingsTable.TemperatureHigh.Default = Decimals.FormatHundredths(BuiltInDay.HighCentiCelsius);
        Trace evening = BuiltInDay.InTheEvening(nowTicks, startTicks);
        string sources = string.Join(" and ", new[] { SourceType.Thermometer, SourceType.MotionSensor }
            .Select(type => $"{(type == SourceType.Thermometer ? "the temperature" : "motion")} in {string.Join(" and ", evening.Names(type))}"));
        StandardError.Say($"{device} sends {sources}, as in a flat in the evening. {(speed > 1 ? "It begins a day ago, and catches up with the present" : "It begins now, in real time")}. Ctrl+C ends it.");
        return evening;
    }

    private static FaultRun FaultsOf(string path, Trace trace, FaultySettings flash)
    {
        FaultScript script = FaultScriptFile.Open(path);
        script.RequireOfDevice(path);
        FaultRun faults = new(script, trace, path) { CutDuringSave = flash.CutDuringSave };
        faults.Doing += line => StandardError.Say(FaultScript.Describe(line));
        return faults;
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
