using System.CommandLine;
using System.CommandLine.Parsing;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>The options for broker, trusted authority and credentials: the same for every command that connects.</summary>
internal sealed class BrokerOptions
{
    private readonly Option<Uri> _broker;
    private readonly Option<string> _passwordFile = new("--password-file")
    {
        Description = "A file whose first line is the password of the user in --broker",
        HelpName = "FILE",
    };

    private readonly Option<string> _ca = Pem("--ca", "Trust the authority in this PEM file, not those of the system; for mqtts://");
    private readonly Option<string> _certificate = Pem("--certificate", "Show this certificate to brokers that ask for one: PEM, or .pfx with its key; for mqtts://");
    private readonly Option<string> _key = Pem("--key", "The certificate's key, if it is in a separate file");

    private readonly Option<string>? _prefix;
    private readonly LoginFlags? _login;

    /// <param name="isRequired">Whether the command needs a broker.</param>
    /// <param name="reads">Whether it reads devices, which may be under a topic prefix.</param>
    /// <param name="mayBeTarget">Whether it also reads what a bridge has written.</param>
    public BrokerOptions(bool isRequired = true, bool reads = true, bool mayBeTarget = false)
    {
        _broker = CommonOptions.Broker(mayBeTarget);
        _broker.Required = isRequired;
        _prefix = reads ? Prefix() : null;
        _login = mayBeTarget ? new LoginFlags("--") : null;
    }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_broker);
        command.Add(_passwordFile);
        command.Add(_ca);
        command.Add(_certificate);
        command.Add(_key);
        if (_prefix != null)
        {
            command.Add(_prefix);
        }

        _login?.AddTo(command);
    }

    /// <summary>The address of a bridge's target, if that was given in place of a broker.</summary>
    public string? Target(ParseResult parsed) =>
        parsed.GetResult(_broker)?.Tokens is [var token] && KnownTargets.CanBeRead(token.Value) ? token.Value : null;

    /// <summary>What a bridge has written at an address.</summary>
    /// <exception cref="CommandException">The address or a file is wrong.</exception>
    public (ITarget Target, TargetOptions Options) ReadTarget(ParseResult parsed, string address, string? group)
    {
        ITarget target = KnownTargets.Find(address) as ITarget
            ?? throw new CommandException("--broker: Home Assistant gets the present and keeps no events: read them from the devices' broker");
        TargetOptions options = _login!.Complete(new TargetOptions(address), parsed) with
        {
            Password = parsed.GetValue(_passwordFile) is { } file ? PasswordFile.Read(file) : TargetFlags.PasswordOfEnvironment,
            CaFile = parsed.GetValue(_ca),
            CertificateFile = parsed.GetValue(_certificate),
            KeyFile = parsed.GetValue(_key),
            Group = group,
        };
        if ((options.CertificateFile ?? options.KeyFile) is not null && !target.TakesCertificate)
        {
            throw new CommandException("--certificate and --key are for brokers and targets that ask for a certificate: this one does not");
        }

        return target.FindProblem(options) is { } problem ? throw new CommandException($"--broker: {problem}") : (target, options);
    }

    /// <summary>What was given; null if no broker was.</summary>
    /// <exception cref="CommandException">A file cannot be read, or two options contradict each other.</exception>
    public EventClientOptions? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_broker) is not { } broker)
        {
            return null;
        }

        if (_login?.IsGiven(parsed) == true)
        {
            throw new CommandException("--login is for kafka:// and amqp://, --token-endpoint and --scope for kafka://, --tenant and --consumer-group for eventhubs://");
        }

        EventClientOptions options = new()
        {
            Broker = broker.OriginalString,
            CaFile = parsed.GetValue(_ca),
            CertificateFile = parsed.GetValue(_certificate),
            KeyFile = parsed.GetValue(_key),
            TopicPrefix = _prefix == null ? null : parsed.GetValue(_prefix),
        };
        if (parsed.GetValue(_passwordFile) is { } file)
        {
            options.UserName = Uri.UnescapeDataString(broker.UserInfo.Split(':')[0]);
            options.Password = options.UserName.Length > 0
                ? PasswordFile.Read(file)
                : throw new CommandException("--password-file needs a user: put one before the host in --broker, with an @ between them");
        }

        return options.FindProblem() is { } problem ? throw new CommandException(problem) : options;
    }

    /// <summary>The name of a device under the given prefix: <c>hall</c> is <c>site1/hall</c> under <c>site1</c>.</summary>
    /// <exception cref="CommandException">The device has another prefix.</exception>
    public static string? Device(EventClientOptions options, string? device)
    {
        string? prefix = options.TopicPrefix;
        string? full = device == null || prefix == null || device.Contains('/') ? device : $"{prefix}/{device}";
        return full == null || (TopicPrefix.Fits(prefix, full) && !full.Contains('+')) ? full
            : throw new CommandException(prefix == null ? $"{device} needs its prefix: --prefix {full[..full.LastIndexOf('/')]}" : $"{device} must stand under the prefix {prefix}, such as {prefix.Replace('+', 'x')}/hall");
    }

    private static Option<string> Prefix()
    {
        Option<string> option = new("--prefix") { Description = "The topic levels before nanoevents, such as site1; + for any one level; hall is then called site1/hall", HelpName = "PREFIX" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && TopicPrefix.FindProblem(result.Tokens[0].Value) is { } problem)
            {
                result.AddError($"--prefix: {problem}.");
            }
        });
        return option;
    }

    private static Option<string> Pem(string name, string description)
    {
        Option<string> option = new(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result => MustExist(result, name));
        return option;
    }

    private static void MustExist(OptionResult result, string name)
    {
        if (result.Tokens.Count == 1 && !File.Exists(result.Tokens[0].Value))
        {
            // A key in place of its file is not repeated.
            string given = name == "--key" ? ": there is no such file" : $", not '{result.Tokens[0].Value}'";
            result.AddError($"{name} must be the path of a {(name == "--certificate" ? "PEM or .pfx" : "PEM")} file{given}.");
        }
    }
}
