using Azure.Identity;
using NanoEvents;
using NanoEvents.Bridge;
using NanoEvents.EventHubs;

// Carries events from a broker into a hub of Azure Event Hubs, or reads them back: EventHubs HUB [BROKER], such as eventhubs://my-namespace/events.
// The login is a connection string in NANOEVENTS_TO_PASSWORD; without it, a client of Entra ID in AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.
string hub = args[0];
string? connectionString = Environment.GetEnvironmentVariable("NANOEVENTS_TO_PASSWORD");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
await (args.Length == 2 ? BridgeAsync(args[1], stop.Token) : connectionString is null ? ReadWithEntraIdAsync() : ReadAsync());

async Task BridgeAsync(string broker, CancellationToken cancellationToken)
{
    #region bridge
    await using var client = new EventClient(new EventClientOptions { Broker = broker, Session = "to-event-hubs" });
    await using var sink = new EventHubsEventSink(new EventHubsSinkOptions { Address = hub, ConnectionString = connectionString });
    var bridge = new EventBridge(client, sink);
    bridge.NoticeReceived += (_, e) => Console.WriteLine(e.Notice.Text);
    await bridge.RunAsync(cancellationToken);
    #endregion
}

async Task ReadAsync()
{
    #region read
    await using var client = new EventHubsEventClient(new EventHubsEventClientOptions { Address = hub, ConnectionString = connectionString });
    await foreach (NanoEvent e in client.ReadAsync())
    {
        Console.WriteLine(e);
    }
    #endregion
}

async Task ReadWithEntraIdAsync()
{
    string? tenant = Environment.GetEnvironmentVariable("AZURE_TENANT_ID");
    string? clientId = Environment.GetEnvironmentVariable("AZURE_CLIENT_ID");
    string? secret = Environment.GetEnvironmentVariable("AZURE_CLIENT_SECRET");
    #region entra
    var options = new EventHubsEventClientOptions { Address = hub, Credential = new ClientSecretCredential(tenant, clientId, secret) };
    #endregion
    await using var client = new EventHubsEventClient(options);
    await foreach (NanoEvent e in client.ReadAsync())
    {
        Console.WriteLine(e);
    }
}
