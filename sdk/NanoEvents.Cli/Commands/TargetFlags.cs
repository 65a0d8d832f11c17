using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>The options that say where a bridge writes.</summary>
internal sealed class TargetFlags
{
    private const string Variable = "NANOEVENTS_TO_PASSWORD";

    private readonly Option<string> _to = new("--to")
    {
        Description = "The target, such as redis://127.0.0.1/events, kafka://127.0.0.1/events, amqp://127.0.0.1/events or eventhubs://my-namespace/events; rediss://, kafkas:// and amqps:// for TLS; user@ before the host; https:// for webhooks; or homeassistant: for the present in Home Assistant, at the devices' broker",
        HelpName = "URL",
        Required = true,
    };

    private readonly Option<string> _passwordFile = new("--to-password-file")
    {
        Description = $"A file whose first line is the target's password, or the connection string of Event Hubs; or set {Variable}",
        HelpName = "FILE",
    };

    private readonly Option<string> _ca = new("--to-ca") { Description = "Trust the authority in this PEM file; for a target with TLS", HelpName = "FILE" };

    private readonly Option<string> _certificate = new("--to-certificate") { Description = "Show this certificate to a target that asks for one: PEM, or .pfx with its key", HelpName = "FILE" };

    private readonly Option<string> _key = new("--to-key") { Description = "The certificate's key, if it is in a separate file", HelpName = "FILE" };

    private readonly Option<int> _maxLength = new("--max-length") { Description = "Redis: about how many entries the stream keeps (all)", HelpName = "N" };

    private readonly Option<string> _marks = new("--marks")
    {
        Description = "For a target that cannot be read back: the file that says how far each device is (one in your application data)",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _area = new("--area") { Description = "Home Assistant: the area that a device is in, such as hall=Hall; may be repeated", HelpName = "DEVICE=AREA" };

    private readonly WebhookFlags _webhook = new();

    private readonly LoginFlags _login = new("--to-");

    public TargetFlags()
    {
        _to.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !KnownTargets.Has(result.Tokens[0].Value))
            {
                result.AddError($"--to must begin with {string.Join(", ", KnownTargets.Schemes.Select(scheme => scheme + "://"))}, or be {HomeAssistantTarget.SameBroker}");
            }
        });
        _area.Validators.Add(result =>
        {
            string[] devices = [.. result.Tokens.Select(token => token.Value.Split('=', 2) is [var device, var area] && !string.IsNullOrWhiteSpace(area) ? device : "")];
            if (devices.Any(device => !DeviceName.IsValidUnderPrefix(device)) || devices.Distinct().Count() < devices.Length)
            {
                result.AddError("--area must be a device and its area, such as hall=Hall, once for each device.");
            }
        });
    }

    /// <summary>The password in the environment.</summary>
    public static string? PasswordOfEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } password ? password : null;

    public void AddTo(Command command)
    {
        command.Add(_to);
        command.Add(_passwordFile);
        command.Add(_ca);
        command.Add(_certificate);
        command.Add(_key);
        _login.AddTo(command);
        command.Add(_maxLength);
        command.Add(_marks);
        _webhook.AddTo(command);
        command.Add(_area);
    }

    /// <summary>Whether the target is one of the tool's.</summary>
    public bool IsElsewhere(ParseResult parsed) => KnownTargets.Find(parsed.GetRequiredValue(_to)) == null;

    /// <param name="parsed">The command line.</param>
    /// <param name="session">The session at the broker, and the broker: they and the target name the file of marks.</param>
    /// <exception cref="CommandException">The address or a file is wrong.</exception>
    public (IDestination Target, TargetOptions Options) Read(ParseResult parsed, string session)
    {
        string address = parsed.GetRequiredValue(_to);
        IDestination target = KnownTargets.Find(address)!;
        TargetOptions options = _webhook.Complete(_login.Complete(new TargetOptions(address), parsed), parsed) with
        {
            Password = parsed.GetValue(_passwordFile) is { } file ? PasswordFile.Read(file, "--to-password-file") : PasswordOfEnvironment,
            CaFile = parsed.GetValue(_ca),
            CertificateFile = parsed.GetValue(_certificate),
            KeyFile = parsed.GetValue(_key),
            MaxLength = parsed.GetValue(_maxLength),
            MarksFile = parsed.GetValue(_marks) ?? UsualMarksFile($"{address} {session}"),
            HasMarksFile = parsed.GetValue(_marks) is not null,
            Areas = (parsed.GetValue(_area) ?? []).Select(area => area.Split('=', 2)).ToDictionary(area => area[0], area => area[1]),
        };
        if (options.Areas.Count > 0 && target is not HomeAssistantTarget)
        {
            throw new CommandException("--area is for Home Assistant: events have no area");
        }

        if (_webhook.FindGiven(parsed) is { } webhook && !target.IsWebhook)
        {
            throw new CommandException($"{webhook} is for webhooks: --to https://…");
        }

        if ((options.CertificateFile ?? options.KeyFile) is not null && !target.TakesCertificate)
        {
            throw new CommandException("--to-certificate and --to-key are for targets that ask for a certificate: this one does not");
        }

        if (options.HasMarksFile && !target.NeedsMarksFile)
        {
            throw new CommandException("--marks is for targets that cannot be read back: this one says itself how far each device is");
        }

        return target.FindProblem(options) is { } problem ? throw new CommandException($"--to: {problem}") : (target, options);
    }

    // The same at each start, and another one for another bridge.
    private static string? UsualMarksFile(string key)
    {
        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        string name = $"bridge-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))[..6])}.marks";
        return folder.Length == 0 ? null : Path.Combine(folder, "nanoevents", name);
    }
}
