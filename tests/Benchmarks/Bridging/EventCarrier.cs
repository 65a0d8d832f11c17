using System.Diagnostics;
using NanoEvents.Benchmarks.EndToEnd;
using NanoEvents.Bridge;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>The bridge, as the command runs it.</summary>
internal sealed class EventCarrier(string name, Func<IEventSink> open) : ICarrier
{
    private const int MostInFlight = 256;

    public string Name => name;

    public async Task<double> CarryAsync(Mosquitto broker, string session, int messages)
    {
        int events = messages * Batches.EventsEach;
        await using EventClient client = new(new EventClientOptions { Broker = broker.Url, Session = session, ClientId = session, MaxDevices = 20_000, ReceiveMaximum = MostInFlight });
        await using IEventSink sink = open();
        EventBridge bridge = new(client, sink);
        using CancellationTokenSource stop = new();
        Task running = bridge.RunAsync(stop.Token);
        long first = await ReachAsync(bridge, running, events / 10);
        long start = Stopwatch.GetTimestamp();
        await ReachAsync(bridge, running, events);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        await stop.CancelAsync();
        await running;
        return bridge.Stats.Delivered == events
            ? (events - first) / time.TotalSeconds
            : throw new InvalidOperationException($"{bridge.Stats.Delivered} records of {events} events");
    }

    private static async Task<long> ReachAsync(EventBridge bridge, Task running, long events)
    {
        while (bridge.Stats.Delivered < events)
        {
            if (running.IsCompleted)
            {
                await running;
            }

            await Task.Delay(1);
        }

        return bridge.Stats.Delivered;
    }
}
