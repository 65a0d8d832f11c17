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
        Option<string> port = new("--port") { Description = "The serial port, of the USB cable or of the console's: what answers decides (the only port)", HelpName = "PORT" };
        Option<int> baud = CommonOptions.Baud();
        Option<string[]> set = new("--set") { Description = "A setting; may be repeated; docs/settings.md lists all", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = false };
        Option<string> file = new("--file") { Description = "A file with one setting a line: name=value; # begins a comment", HelpName = "FILE" };
        Option<bool> show = new("--show") { Description = "Show all settings of the device except secrets; needs the console" };
        Option<Uri> broker = CommonOptions.Broker();
        broker.Required = false;
        broker.Description = "The address that `nanoevents broker` prints: host, port, user and password for the device";
        Option<bool> reset = new("--reset") { Description = "Settings that are not given get their defaults, instead of staying" };
        Option<bool> dryRun = new("--dry-run") { Description = "Show what would be changed, and how, except secrets" };
        Option<bool> yes = new("--yes") { Description = "Install nanoff without asking, if it is absent" };
        Command command = new("configure", "Change a board's settings, over the USB cable or its serial console") { port, baud, set, file, broker, show, reset, dryRun, yes };
        command.SetAction(async (parsed, cancellation) =>
        {
            ConfigureRequest request = new(
                parsed.GetValue(port),
                parsed.GetValue(baud),
                Inputs(SettingInput.Read(parsed.GetValue(file), parsed.GetValue(set) ?? []), parsed.GetValue(broker)),
                Asks: IsTerminal && parsed.GetResult(set) is not { Implicit: false } && parsed.GetValue(file) == null && !parsed.GetValue(show),
                parsed.GetValue(reset),
                parsed.GetValue(show));
            if (!request.Changes && !request.Show && !request.Asks)
            {
                throw new CommandException("there is nothing to set: give --set name=value, --broker URL, --file FILE, --reset or --show");
            }

            await using StreamWriter output = StandardOutput.Open();
            ConfigureRun run = new(request, output);
            await (parsed.GetValue(dryRun)
                ? Task.Run(() => run.Show(cancellation), CancellationToken.None)
                : run.RunAsync(async () => await Nanoff.FindOrInstallAsync(parsed.GetValue(yes), cancellation), cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static bool IsTerminal => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    // What is set by name counts more than what is in the address.
    private static IReadOnlyList<SettingInput> Inputs(IReadOnlyList<SettingInput> given, Uri? broker) =>
        broker == null ? given : [.. given.Concat(BrokerSettings.Of(broker)).DistinctBy(input => input.Index).OrderBy(input => input.Index)];
}
