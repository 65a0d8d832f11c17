using Azure.Identity;
using NanoEvents.Cli.Bridging;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;
using NanoEvents.EventHubs;

namespace NanoEvents.Bridge.Tool;

/// <summary>A hub in Azure Event Hubs.</summary>
internal sealed class EventHubsTarget : ITarget
{
    // More than a bridge has on its way, so that the next one recognises all of it.
    private const int TailEvents = 2 * BridgePlan.MostEventsInFlight;

    public IReadOnlyList<string> Schemes { get; } = ["eventhubs"];

    public string? FindProblem(TargetOptions options) =>
        !EventHubsAddress.TryParse(options.Address, out EventHubsAddress? address, out string problem) ? problem
        : (options.Login ?? options.TokenEndpoint ?? options.Scope) is not null
            ? "the ways to log in are for kafka:// and kafkas://: Event Hubs takes a connection string, or a client of Entra ID with its tenant"
        : options.MaxLength != 0 ? "--max-length is for Redis: the hub itself says how long it keeps events"
        : options.Group is not null ? "--group is for Redis and Kafka, which share events among readers: here each reader gets everything, and --consumer-group names the consumer group"
        : FindLoginProblem(options, address)
        ?? ForSink(options).FindProblem()
        ?? ForClient(options).FindProblem();

    public string NameOf(TargetOptions options) => Target(options).ToString();

    public IEnumerable<string> Describe(TargetOptions options, NanoEvent example)
    {
        EventHubsSinkOptions sink = ForSink(options);
        yield return $"events        hub {sink.Target.Hub}, partition key {example.Device}";
        yield return $"dead letters  hub {sink.DeadLetterHub}, which you create";
        yield return $"login         {(options.Tenant is { } tenant ? $"client {sink.Target.Client} of tenant {tenant}" : "a connection string")}, consumer group {sink.ConsumerGroup}";
        yield return $"id            {EventId.Of(example)}, as message id and in the property cloudEvents:id";
        yield return $"event         {System.Text.Encoding.UTF8.GetString(RecordJson.Write(example))}";
    }

    public IEventSink OpenSink(TargetOptions options) => new EventHubsEventSink(ForSink(options));

    public IEventClient OpenClient(TargetOptions options) => new EventHubsEventClient(ForClient(options));

    private static string? FindLoginProblem(TargetOptions options, EventHubsAddress address)
    {
        if (options.Password is null)
        {
            return "Event Hubs needs a login: a file with the connection string, or with the secret of a client in Entra ID, or the environment variable NANOEVENTS_TO_PASSWORD";
        }

        if (address.Client is null != options.Tenant is null)
        {
            return "a login with Entra ID needs the client id and @ before the host, the file with its secret, and the tenant";
        }

        try
        {
            _ = CredentialOf(options, address);
            return null;
        }
        catch (ArgumentException)
        {
            return "the tenant must be an id or a domain, such as contoso.onmicrosoft.com";
        }
    }

    private static ClientSecretCredential? CredentialOf(TargetOptions options, EventHubsAddress address) =>
        options.Tenant is { } tenant ? new ClientSecretCredential(tenant, address.Client, options.Password) : null;

    private static EventHubsAddress Target(TargetOptions options) => EventHubsAddress.TryParse(options.Address, out EventHubsAddress? address, out string problem)
        ? address
        : throw new CommandException(problem);

    private static EventHubsSinkOptions ForSink(TargetOptions options) => Complete(new EventHubsSinkOptions(), options);

    private static EventHubsEventClientOptions ForClient(TargetOptions options) => Complete(new EventHubsEventClientOptions(), options);

    private static T Complete<T>(T hub, TargetOptions options)
        where T : EventHubsOptions
    {
        hub.Address = options.Address;
        hub.Credential = CredentialOf(options, Target(options));
        hub.ConnectionString = hub.Credential is null ? options.Password : null;
        hub.CaFile = options.CaFile;
        hub.TailEvents = TailEvents;
        hub.ConsumerGroup = options.ConsumerGroup ?? hub.ConsumerGroup;
        return hub;
    }
}
