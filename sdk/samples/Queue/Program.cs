using NanoEvents;
using NanoEvents.Amqp;
using NanoEvents.Bridge;

// Carries events from a broker into a queue of AMQP 1.0, or reads them back: Queue BROKER QUEUE MARKS, Queue QUEUE
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
if (args.Length == 3)
{
    await BridgeAsync(args[0], args[1], args[2], stop.Token);
}
else
{
    await ReadAsync(args[0]);
}

static async Task BridgeAsync(string broker, string queue, string marks, CancellationToken cancellationToken)
{
    #region bridge
    await using var client = new EventClient(new EventClientOptions { Broker = broker, Session = "to-queue" });
    await using var sink = new AmqpEventSink(new AmqpSinkOptions { Address = queue, MarksFile = marks });
    var bridge = new EventBridge(client, sink);
    bridge.NoticeReceived += (_, e) => Console.WriteLine(e.Notice.Text);
    await bridge.RunAsync(cancellationToken);
    #endregion
}

static async Task ReadAsync(string queue)
{
    #region read
    await using var client = new AmqpEventClient(new AmqpEventClientOptions { Address = queue });
    await foreach (NanoEvent e in client.ReadAsync())
    {
        Console.WriteLine(e);
    }
    #endregion
}
