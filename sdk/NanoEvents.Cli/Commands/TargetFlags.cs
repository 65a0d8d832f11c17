using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>The options that say where a bridge writes.</summary>
internal sealed class TargetFlags
{
    private const string Variable = "NANOEVENTS_TO_PASSWORD";

    private readonly Option<string> _to = new("--to")
    {
        Description = "The target, such as redis://127.0.0.1/events or kafka://127.0.0.1/events; rediss:// and kafkas:// for TLS; user@ before the host",
        HelpName = "URL",
        Required = true,
    };

    private readonly Option<string> _passwordFile = new("--to-password-file")
    {
        Description = $"A file whose first line is the target's password; or set {Variable}",
        HelpName = "FILE",
    };

    private readonly Option<string> _ca = new("--to-ca") { Description = "Trust the authority in this PEM file; for a target with TLS", HelpName = "FILE" };

    private readonly Option<int> _maxLength = new("--max-length") { Description = "Redis: about how many entries the stream keeps (all)", HelpName = "N" };

    private readonly LoginFlags _login = new("--to-");

    public TargetFlags()
    {
        _to.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !KnownTargets.Has(result.Tokens[0].Value))
            {
                result.AddError($"--to must begin with {string.Join(", ", KnownTargets.Schemes.Select(scheme => scheme + "://"))}.");
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
        _login.AddTo(command);
        command.Add(_maxLength);
    }

    /// <summary>Whether the target is one of the tool's.</summary>
    public bool IsElsewhere(ParseResult parsed) => KnownTargets.Find(parsed.GetRequiredValue(_to)) == null;

    /// <exception cref="CommandException">The address or a file is wrong.</exception>
    public (ITarget Target, TargetOptions Options) Read(ParseResult parsed)
    {
        string address = parsed.GetRequiredValue(_to);
        ITarget target = KnownTargets.Find(address)!;
        TargetOptions options = _login.Complete(new TargetOptions(address), parsed) with
        {
            Password = parsed.GetValue(_passwordFile) is { } file ? PasswordFile.Read(file, "--to-password-file") : PasswordOfEnvironment,
            CaFile = parsed.GetValue(_ca),
            MaxLength = parsed.GetValue(_maxLength),
        };
        return target.FindProblem(options) is { } problem ? throw new CommandException($"--to: {problem}") : (target, options);
    }
}
