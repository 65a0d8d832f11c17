using System.Diagnostics;
using System.Globalization;
using NanoEvents.Benchmarks.EndToEnd;
using NanoEvents.Benchmarks.Soak;
using NanoEvents.Bridge;
using NanoEvents.Redis;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>`bridge --long MINUTES`: the memory of a bridge to Redis, while 10,000 devices send.</summary>
internal static class LongRun
{
    private const int Devices = 10_000;
    private const int MessagesARound = 100;
    private const int MaxLength = 100_000;
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(Mosquitto broker, RedisProcess redis, Batches batches, double minutes)
    {
        await using EventClient client = new(new EventClientOptions { Broker = broker.Url, Session = "long", ClientId = "long", MaxDevices = 20_000 });
        await using RedisEventSink sink = new(new RedisOptions { Address = redis.Address("long"), MaxLength = MaxLength });
        EventBridge bridge = new(client, sink);
        TaskCompletionSource connected = new();
        client.NoticeReceived += (_, e) => _ = e.Notice.Kind == NoticeKind.Connected && connected.TrySetResult();
        using CancellationTokenSource stop = new();
        Task running = bridge.RunAsync(stop.Token);
        await connected.Task;
        Console.WriteLine();
        Console.WriteLine($"A bridge to Redis, {MessagesARound * Batches.EventsEach} events a second of {Devices} devices:");
        long start = Stopwatch.GetTimestamp();
        TimeSpan next = _look;
        for (int sent = 0; Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(minutes); sent += MessagesARound)
        {
            long began = Stopwatch.GetTimestamp();
            await Feed.FillAsync(broker, batches, Devices, MessagesARound, sent);
            if (_round - Stopwatch.GetElapsedTime(began) is { } rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest);
            }

            if (Stopwatch.GetElapsedTime(start) >= next)
            {
                next += _look;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds,5:0} s  {bridge.Stats.Delivered,10:#,0} written  {MemoryReading.Take()}"));
            }
        }

        await stop.CancelAsync();
        await running;
    }
}
