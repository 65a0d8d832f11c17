using System.CommandLine;
using System.CommandLine.Parsing;
using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`certificates`: makes a certificate authority, and the files that broker, devices and readers need.</summary>
internal static class CertificatesCommand
{
    private const int MaxHost = 64;

    public static Command Create()
    {
        Option<string> folder = new("--out") { Description = "The folder to write to; existing files are kept", HelpName = "DIR", DefaultValueFactory = _ => "certs" };
        Option<string[]> host = Names("--host", "A name or address by which devices and readers reach the broker", "NAME", CheckHost);
        Option<string[]> device = Names("--device", "A device: its id in topics, which is also its user", "ID", CheckParty);
        Option<string[]> reader = Names("--reader", "A reader: its user", "NAME", CheckParty);
        Option<string[]> bridge = Names("--bridge", "A bridge to Home Assistant: its user", "NAME", CheckParty);
        Option<string[]> home = Names("--home-assistant", "Home Assistant: its user", "NAME", CheckParty);
        Option<string[]> revoke = Names("--revoke", "A device, a reader or a bridge that the broker must no longer let in; with the option that has made it as well, it gets new secrets", "NAME", CheckParty);
        Option<string> place = new("--broker-folder")
        {
            Description = "Where the folder `broker` will be on the broker's machine",
            HelpName = "DIR",
            DefaultValueFactory = _ => "/etc/mosquitto/nanoevents",
        };
        Command command = new("certificates", "Make a certificate authority of your own, and the files that Mosquitto, devices and readers need") { folder, host, device, reader, bridge, home, revoke, place };
        command.SetAction(parsed =>
        {
            CertificateRun run = new(parsed.GetValue(folder)!, DateTimeOffset.UtcNow, Console.Out)
            {
                Hosts = [.. Given(parsed, host)],
                Parties =
                [
                    .. Given(parsed, device).Select(name => new Party(name, Role.Device)),
                    .. Given(parsed, reader).Select(name => new Party(name, Role.Reader)),
                    .. Given(parsed, bridge).Select(name => new Party(name, Role.Bridge)),
                    .. Given(parsed, home).Select(name => new Party(name, Role.HomeAssistant)),
                ],
                Revoked = [.. Given(parsed, revoke)],
                Place = parsed.GetValue(place)!.TrimEnd('/', '\\'),
            };
            Run(run);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Run(CertificateRun run)
    {
        try
        {
            foreach (string step in run.Run())
            {
                StandardError.Say($"next  {step}");
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !StandardOutput.IsClosed(io)))
        {
            throw new CommandException($"{e.Message} Choose another folder with --out, or look at its rights");
        }
    }

    private static IEnumerable<string> Given(ParseResult parsed, Option<string[]> option) => (parsed.GetValue(option) ?? []).Distinct();

    private static Option<string[]> Names(string name, string description, string help, Func<string, string?> findProblem)
    {
        Option<string[]> option = new(name) { Description = description + "; may be repeated", HelpName = help };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => findProblem(token.Value)).FirstOrDefault(problem => problem != null) is { } problem)
            {
                result.AddError($"{name} must be {problem}.");
            }
        });
        return option;
    }

    private static string? CheckHost(string host) =>
        host.Length <= MaxHost && Uri.CheckHostName(host) != UriHostNameType.Unknown ? null : $"a host name or address of at most {MaxHost} characters, not '{host}'";

    private static string? CheckParty(string name) =>
        CertificateRun.Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"another name than '{name}', which is a folder of ours"
        : name.Length is < 1 or > 32 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) ? $"1 to 32 characters out of A-Z a-z 0-9 _ -, not '{name}'"
        : null;
}
