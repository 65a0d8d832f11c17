using System.CommandLine;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Configure;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`configure`: a board's settings, over the USB cable or over its serial console.</summary>
internal static class ConfigureCommand
{
    public static Command Create()
    {
        Option<string> port = new("--port") { Description = "The serial port of the console's cable; without it, the settings go over the USB cable", HelpName = "PORT" };
        Option<int> baud = new("--baud") { Description = "The console's speed in baud", HelpName = "N", DefaultValueFactory = _ => 115200 };
        Option<string[]> set = new("--set") { Description = "A setting; may be repeated; docs/settings.md lists all", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = false };
        Option<string> file = new("--file") { Description = "A file with one setting a line: name=value; # begins a comment", HelpName = "FILE" };
        Option<bool> show = new("--show") { Description = "Show all settings of the device except secrets; needs --port" };
        Option<string> usb = new("--usb") { Description = "The serial port of the USB cable (the only port)", HelpName = "PORT" };
        Option<Uri> broker = CommonOptions.Broker();
        broker.Required = false;
        broker.Description = "The address that `nanoevents broker` prints: host, port, user and password for the device";
        Option<bool> reset = new("--reset") { Description = "Over the USB cable: settings that are not given get their defaults, instead of staying" };
        Option<bool> dryRun = new("--dry-run") { Description = "Show what would be written over the USB cable, except secrets" };
        Option<bool> yes = new("--yes") { Description = "Install nanoff without asking, if it is absent" };
        Command command = new("configure", "Write a board's settings over the USB cable or its serial console") { port, baud, set, file, broker, show, usb, reset, dryRun, yes };
        baud.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int n) || n is < 1200 or > 921600))
            {
                result.AddError($"--baud must be a whole number from 1200 to 921600, not '{result.Tokens[0].Value}'.");
            }
        });
        command.Validators.Add(result =>
        {
            bool hasPort = result.GetResult(port) is { Implicit: false };
            bool hasSettings = result.GetResult(set) is { Implicit: false } || result.GetResult(file) is { Implicit: false } || result.GetResult(broker) is { Implicit: false };
            if (hasPort && (result.GetResult(usb) is { Implicit: false } || result.GetResult(dryRun) is { Implicit: false } || result.GetResult(reset) is { Implicit: false }))
            {
                result.AddError("--usb, --reset and --dry-run are for the USB cable: leave --port out.");
            }
            else if (hasPort && !hasSettings && result.GetResult(show) is not { Implicit: false })
            {
                result.AddError("--port needs --set, --file, --broker or --show.");
            }
            else if (!hasPort && result.GetResult(show) is { Implicit: false })
            {
                result.AddError("--show needs the console: say its lead's port with --port.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            IReadOnlyList<SettingInput> given = SettingInput.Read(parsed.GetValue(file), parsed.GetValue(set) ?? []);
            IReadOnlyList<SettingInput> inputs = parsed.GetValue(broker) is { } address
                ? [.. given.Concat(BrokerSettings.Of(address)).DistinctBy(input => input.Index).OrderBy(input => input.Index)]
                : given;
            return parsed.GetValue(port) is { } console
                ? Task.Run(() => OverConsole(console, parsed.GetValue(baud), inputs, parsed.GetValue(show)), cancellation)
                : OverCableAsync(parsed.GetValue(usb), inputs, parsed.GetValue(reset), parsed.GetValue(dryRun), parsed.GetValue(yes), cancellation);
        });
        return command;
    }

    private static int OverConsole(string port, int baud, IReadOnlyList<SettingInput> inputs, bool show)
    {
        using StreamWriter output = StandardOutput.Open();
        new ConsoleConfiguration(port, baud, output).Run(inputs, show);
        return ExitCode.Done;
    }

    private static async Task<int> OverCableAsync(string? port, IReadOnlyList<SettingInput> inputs, bool reset, bool dryRun, bool yes, CancellationToken cancellation)
    {
        bool isTerminal = !Console.IsInputRedirected && !Console.IsErrorRedirected;
        IReadOnlyList<SettingInput> all = isTerminal ? Questions.Complete(inputs) : inputs;
        if (all.Count == 0 && !reset)
        {
            throw new CommandException("there is nothing to set: give --set name=value, --broker URL or --file FILE");
        }

        await using StreamWriter output = StandardOutput.Open();
        CableConfiguration configuration = new(all, port, reset, output);
        if (dryRun)
        {
            configuration.Show();
            return ExitCode.Done;
        }

        StandardError.Say(reset ? "Settings that are not given get their defaults." : "Settings that are not given stay as they are.");
        await configuration.RunAsync(async () => await Nanoff.FindOrInstallAsync(yes, cancellation), cancellation);
        return ExitCode.Done;
    }
}
