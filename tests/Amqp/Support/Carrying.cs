using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Testing;

namespace NanoEvents.Amqp.Tests.Support;

/// <summary>A bridge inside the test, from devices that raise at once to a sink; and a reader.</summary>
internal static class Carrying
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Carries what devices raise, until all of it is written.</summary>
    public static async Task<EventBridge> CarryAsync(AmqpSinkOptions options, Action<FakeEventClient> raise, Action<EventBridge, NoticeEventArgs>? hear = null)
    {
        await using FakeEventClient client = new();
        raise(client);
        client.Complete();
        await using AmqpEventSink sink = new(options);
        EventBridge bridge = new(client, sink, new EventBridgeOptions { RetryDelay = TimeSpan.FromMilliseconds(100) });
        bridge.NoticeReceived += (_, e) => hear?.Invoke(bridge, e);
        await bridge.RunAsync(Stop).WaitAsync(Waiting.Limit, Stop);
        return bridge;
    }

    /// <summary>So many motions of a device.</summary>
    public static Action<FakeEventClient> Motions(int count, string device = "hall") => client =>
    {
        FakeDevice each = client.Device(device);
        for (int i = 0; i < count; i++)
        {
            each.Motion(i % 2 == 0);
        }
    };

    /// <summary>Takes so many events of a queue, and lets it go.</summary>
    public static async Task<List<NanoEvent>> TakeAsync(AmqpEventClientOptions options, int count)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Waiting.Limit);
        List<NanoEvent> events = [];
        await using AmqpEventClient client = new(options);
        await foreach (EventBatch batch in client.ReadBatchesAsync(cancellationToken: limit.Token))
        {
            events.AddRange(batch.Events);
            await batch.AcknowledgeAsync();
            if (events.Count >= count)
            {
                break;
            }
        }

        return events;
    }
}
