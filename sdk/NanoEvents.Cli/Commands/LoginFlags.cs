using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>The options that say how to log in at a target that knows several ways. Secrets are not among them: they stand in files.</summary>
internal sealed class LoginFlags
{
    /// <summary>The ways to log in.</summary>
    public static readonly string[] Ways = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer", "anonymous", "external"];

    private readonly Option<string> _login;
    private readonly Option<string> _tokenEndpoint;
    private readonly Option<string> _scope;
    private readonly Option<string> _tenant;
    private readonly Option<string> _consumerGroup;

    /// <param name="prefix">What the names begin with: <c>--</c> or <c>--to-</c>.</param>
    public LoginFlags(string prefix)
    {
        // Webhooks are sent, and never read.
        string who = prefix == "--" ? "Kafka, oauthbearer" : "Kafka with oauthbearer, webhooks";
        _login = new(prefix + "login") { Description = "How to log in. Kafka: plain, scram-sha-256, scram-sha-512, oauthbearer (plain). AMQP: plain, anonymous, external (what user and certificate ask for)", HelpName = "WAY" };
        _tokenEndpoint = new(prefix + "token-endpoint") { Description = $"{who}: the address that issues tokens to the user, who is a client id", HelpName = "URL" };
        _scope = new(prefix + "scope") { Description = $"{who}: what the token is for", HelpName = "TEXT" };
        _tenant = new(prefix + "tenant") { Description = "Event Hubs: log in with Entra ID, in this tenant; the client id and @ before the host, its secret in the password file", HelpName = "TENANT" };
        _consumerGroup = new(prefix + "consumer-group") { Description = "Event Hubs: the consumer group to read with ($Default)", HelpName = "NAME" };
        _login.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Ways.Contains(result.Tokens[0].Value))
            {
                result.AddError($"{prefix}login must be one of {string.Join(", ", Ways)}.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_login);
        command.Add(_tokenEndpoint);
        command.Add(_scope);
        command.Add(_tenant);
        command.Add(_consumerGroup);
    }

    /// <summary>Whether one of them was given.</summary>
    public bool IsGiven(ParseResult parsed) => (parsed.GetValue(_login) ?? parsed.GetValue(_tokenEndpoint) ?? parsed.GetValue(_scope) ?? parsed.GetValue(_tenant) ?? parsed.GetValue(_consumerGroup)) is not null;

    /// <summary>The target's options with these.</summary>
    /// <exception cref="CommandException">They are for another kind of target.</exception>
    public TargetOptions Complete(TargetOptions options, ParseResult parsed)
    {
        string? tenant = parsed.GetValue(_tenant);
        string? consumerGroup = parsed.GetValue(_consumerGroup);
        bool isEventHubs = options.Address.StartsWith("eventhubs://", StringComparison.OrdinalIgnoreCase);
        return (tenant ?? consumerGroup) is not null && !isEventHubs
            ? throw new CommandException($"{_tenant.Name} and {_consumerGroup.Name} are for eventhubs://")
            : options with
            {
                Login = parsed.GetValue(_login),
                TokenEndpoint = parsed.GetValue(_tokenEndpoint),
                Scope = parsed.GetValue(_scope),
                Tenant = tenant,
                ConsumerGroup = consumerGroup,
            };
    }
}
