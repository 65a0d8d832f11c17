using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;

namespace NanoEvents.Kafka.Tests;

/// <summary>
/// `measure [EVENTS]`: events a second into the mock cluster and out of it, next to Confluent's client that does the same without our promise. The mock
/// and all clients share this process, so compare the rows with each other.
/// </summary>
internal static class Measure
{
    private const int Devices = 10_000;
    private const int ListSize = 64;
    private const int MaxInFlight = 32;
    private const int Partitions = 8;

    public static async Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0]) : 200_000;
        IReadOnlyList<NanoEvent> events = Made.Turns(Devices, Math.Max(1, count / Devices));
        Console.WriteLine($"{events.Count} events of {Devices} devices, {Partitions} partitions, lists of {ListSize}, {MaxInFlight} on their way");
        using (var warm = new MockKafka(Partitions))
        {
            await WriteBareAsync(warm, events, warmUp: true);
        }

        using var bare = new MockKafka(Partitions);
        Say("write  Confluent's producer, acks 1, no headers", events.Count, await WriteBareAsync(bare, events, warmUp: false));
        using var kafka = new MockKafka(Partitions);
        Say("write  KafkaEventSink", events.Count, await WriteAsync(kafka, events));
        Say("read   Confluent's consumer, JSON read", events.Count, ReadBare(kafka, events.Count));
        foreach (int readers in (int[])[1, 2, 4])
        {
            Say($"read   KafkaEventClient, {readers} of a group", events.Count, await ReadAsync(kafka, readers, events.Count));
        }

        return 0;
    }

    private static async Task<TimeSpan> WriteBareAsync(MockKafka kafka, IReadOnlyList<NanoEvent> events, bool warmUp)
    {
        using IProducer<string, byte[]> producer = new ProducerBuilder<string, byte[]>(
            new ProducerConfig { BootstrapServers = kafka.Servers, Acks = Acks.Leader, CompressionType = CompressionType.Zstd, QueueBufferingMaxMessages = 0 }).Build();
        var watch = Stopwatch.StartNew();
        var waiting = new Queue<Task>();
        foreach (NanoEvent[] list in events.Take(warmUp ? 1000 : events.Count).Chunk(ListSize))
        {
            waiting.Enqueue(Task.WhenAll(list.Select(e =>
                producer.ProduceAsync(MockKafka.Topic, new Message<string, byte[]> { Key = e.Device, Value = JsonSerializer.SerializeToUtf8Bytes(e) }))));
            if (waiting.Count >= MaxInFlight)
            {
                await waiting.Dequeue();
            }
        }

        await Task.WhenAll(waiting);
        return watch.Elapsed;
    }

    private static async Task<TimeSpan> WriteAsync(MockKafka kafka, IReadOnlyList<NanoEvent> events)
    {
        await using var sink = new KafkaEventSink(new KafkaSinkOptions { Address = kafka.Address });
        await sink.LoadAsync(default);
        var watch = Stopwatch.StartNew();
        var waiting = new Queue<Task>();
        foreach (NanoEvent[] list in events.Chunk(ListSize))
        {
            waiting.Enqueue(sink.WriteAsync(list, default));
            if (waiting.Count >= MaxInFlight)
            {
                await waiting.Dequeue();
            }
        }

        await Task.WhenAll(waiting);
        return watch.Elapsed;
    }

    private static TimeSpan ReadBare(MockKafka kafka, int count)
    {
        using IConsumer<string, byte[]> consumer = new ConsumerBuilder<string, byte[]>(
            new ConsumerConfig { BootstrapServers = kafka.Servers, GroupId = "bare", AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(MockKafka.Topic, p, Offset.Beginning)));
        ConsumeResult<string, byte[]>? result = consumer.Consume(Waiting.Limit);
        var watch = Stopwatch.StartNew();
        for (int i = 1; i < count && result is not null; i++)
        {
            _ = JsonSerializer.Deserialize<NanoEvent>(result.Message.Value);
            result = consumer.Consume(TimeSpan.FromSeconds(10));
        }

        return watch.Elapsed;
    }

    // From the first event that one of them handles, so that the group's assembly is not counted.
    private static async Task<TimeSpan> ReadAsync(MockKafka kafka, int readers, int count)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var watch = new Stopwatch();
        int handled = 0;
        await Task.WhenAll(Enumerable.Range(0, readers).Select(async reader =>
        {
            await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = $"group of {readers}", SessionTimeout = TimeSpan.FromSeconds(30) });
            try
            {
                await foreach (NanoEvent _ in client.ReadAsync(null, stop.Token))
                {
                    watch.Start();
                    if (Interlocked.Increment(ref handled) == count)
                    {
                        watch.Stop();
                        stop.Cancel();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // All has been handled.
            }
        }));
        return handled >= count ? watch.Elapsed : throw new TimeoutException($"{handled} of {count} were handled");
    }

    private static void Say(string what, int count, TimeSpan time) => Console.WriteLine($"{what,-50} {count / time.TotalSeconds,10:N0} events/s");
}
