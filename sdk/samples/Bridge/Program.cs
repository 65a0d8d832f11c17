using NanoEvents;
using NanoEvents.Bridge;
using NanoEvents.Redis;
using NanoEvents.Webhooks;

// Carries events from a broker into a stream of Redis, or reads them back, or sends them as webhooks: Bridge BROKER REDIS, Bridge REDIS, Bridge BROKER HOOK KEYS
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
if (args.Length == 3)
{
    await SendAsync(args[0], args[1], args[2], stop.Token);
}
else if (args.Length == 2)
{
    await BridgeAsync(args[0], args[1], stop.Token);
}
else
{
    await ReadAsync(args[0]);
}

static async Task BridgeAsync(string broker, string redis, CancellationToken cancellationToken)
{
    #region bridge
    await using var client = new EventClient(new EventClientOptions { Broker = broker, Session = "to-redis" });
    await using var sink = new RedisEventSink(new RedisOptions { Address = redis });
    var bridge = new EventBridge(client, sink);
    bridge.NoticeReceived += (_, e) => Console.WriteLine(e.Notice.Text);
    await bridge.RunAsync(cancellationToken);
    #endregion
}

static async Task SendAsync(string broker, string hook, string keyFile, CancellationToken cancellationToken)
{
    #region send
    await using var client = new EventClient(new EventClientOptions { Broker = broker, Session = "to-hook" });
    await using var sink = new WebhookSink(new WebhookOptions
    {
        Address = hook,
        Keys = WebhookKey.ParseLines(File.ReadAllText(keyFile)),
        MarksFile = "hook.marks",
    });
    await new EventBridge(client, sink).RunAsync(cancellationToken);
    #endregion
}

static async Task ReadAsync(string redis)
{
    #region read
    await using var client = new RedisEventClient(new RedisOptions { Address = redis, Group = "heating" });
    await foreach (NanoEvent e in client.ReadAsync())
    {
        Console.WriteLine(e);
    }
    #endregion
}
