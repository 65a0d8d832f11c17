using Azure.Core;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;

namespace NanoEvents.EventHubs;

/// <summary>The address of a hub, and how to log in.</summary>
public abstract record EventHubsOptions
{
    /// <summary>
    /// The namespace and the hub: <c>eventhubs://[client@]namespace[:port]/hub</c>. A namespace without a dot is one of
    /// <c>.servicebus.windows.net</c>. The client is the id of an application in Entra ID, for <see cref="Credential"/>; it is shown, and not used.
    /// </summary>
    public string Address { get; set; } = "eventhubs://localhost/nanoevents";

    /// <summary>
    /// The connection string of the namespace or of the hub. With <c>UseDevelopmentEmulator=true</c> it is one of the emulator, without TLS. Null if there is
    /// a <see cref="Credential"/>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>A login with Entra ID: <c>ClientSecretCredential</c> of Azure.Identity, say. Null if there is a <see cref="ConnectionString"/>.</summary>
    public TokenCredential? Credential { get; set; }

    /// <summary>The consumer group to read with. A group has at most five readers of a partition, so give the bridge one of its own where others read.</summary>
    public string ConsumerGroup { get; set; } = EventHubConsumerClient.DefaultConsumerGroupName;

    /// <summary>TLS: a PEM file with the certificates of the authorities to trust; null for those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// How many events before the end of each partition are read to know where each device is: 1 to 1,000,000. A sink reads them before it writes,
    /// <c>ReadStateAsync</c> of a client before it tells changes.
    /// </summary>
    public int TailEvents { get; set; } = 4096;

    /// <summary>Changes any other setting of the connection before it is made, such as web sockets or a proxy; null for none.</summary>
    public Action<EventHubConnectionOptions>? Configure { get; set; }

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        !EventHubsAddress.TryParse(Address, out EventHubsAddress? address, out string problem) ? problem
        : HubLogin.FindProblem(this, address)
        ?? (string.IsNullOrWhiteSpace(ConsumerGroup) ? $"the consumer group must have a name, such as {EventHubConsumerClient.DefaultConsumerGroupName}"
            : CaFile is not null && !File.Exists(CaFile) ? $"there is no file {CaFile}"
            : TailEvents is < 1 or > 1_000_000 ? "the tail must be 1 to 1,000,000 events"
            : FindOtherProblem());

    /// <summary>The address of the hub. Options contain keys, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public sealed override string ToString() =>
        $"{GetType().Name} {{ Address = {(EventHubsAddress.TryParse(Address, out EventHubsAddress? address, out _) ? address : "?")} }}";

    internal EventHubsAddress Target =>
        EventHubsAddress.TryParse(Address, out EventHubsAddress? address, out string problem) ? address : throw new ArgumentException(problem);

    private protected virtual string? FindOtherProblem() => null;
}
