using System.Globalization;
using NanoEvents.Benchmarks.Codec;
using NanoEvents.Benchmarks.EndToEnd;
using NanoEvents.Kafka;
using NanoEvents.Kafka.Tests;
using NanoEvents.Redis;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>`bridge`: from Mosquitto to Kafka's mock and to Redis, in turns with bare clients that promise nothing; and groups that read it back.</summary>
internal static class BridgingRun
{
    private const int Devices = 10_000;
    private const int Messages = 3_000;
    private const int Partitions = 8;
    private const int Rounds = 5;

    public static async Task<int> StartAsync(string[] args)
    {
        bool isQuick = args.Contains("--quick");
        double minutes = Array.IndexOf(args, "--long") is >= 0 and { } at && at + 1 < args.Length ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : 0;
        await using Mosquitto? broker = await Mosquitto.StartAsync();
        await using RedisProcess? redis = await RedisProcess.StartAsync();
        if (broker is null || redis is null)
        {
            Console.Error.WriteLine("error  Mosquitto or Redis is not installed (apt-get install mosquitto redis-server)");
            return 1;
        }

        Machine.Print();
        Console.WriteLine($"{Mosquitto.Version()}, librdkafka's mock and Redis on the same machine; load before: {Machine.Load()}");
        Batches batches = new(Recording.Load(null));
        if (minutes > 0)
        {
            await LongRun.RunAsync(broker, redis, batches, minutes);
            return 0;
        }

        int rounds = isQuick ? 1 : Rounds;
        int messages = isQuick ? Messages / 10 : Messages;
        Console.WriteLine();
        Console.WriteLine($"{messages * Batches.EventsEach} events of {Devices} devices, 64 a batch; medians of {rounds} rounds in turns, in brackets the least and the most");
        Console.WriteLine();
        Console.WriteLine("| from Mosquitto to | the bridge, events a second | bare clients | ratio of a round |");
        Console.WriteLine("|---|---|---|---|");
        double kafkaRatio = await CompareAsync("Kafka's mock", broker, batches, messages, rounds, ToKafka);
        double redisRatio = await CompareAsync("Redis", broker, batches, messages, rounds, () => ToRedisAsync(redis));
        await ReadBackAsync(redis, messages * Batches.EventsEach);
        Target.Print(
            new Target("bridge to Kafka's mock, as a part of the bare clients' rate", kafkaRatio, 0.6),
            new Target("bridge to Redis, as a part of the bare clients' rate", redisRatio, 0.6));
        Console.WriteLine();
        Console.WriteLine($"Load after: {Machine.Load()}");
        return 0;
    }

    private static Task<(ICarrier Ours, ICarrier Bare, IDisposable? Target)> ToKafka()
    {
        MockKafka mine = new(Partitions);
        MockKafka other = new(Partitions);
        return Task.FromResult<(ICarrier, ICarrier, IDisposable?)>((
            new EventCarrier("bridge", () => new KafkaEventSink(new KafkaSinkOptions { Address = mine.Address })),
            new BareCarrier("bare", () => new BareKafka(other)),
            new Both(mine, other)));
    }

    private static async Task<(ICarrier Ours, ICarrier Bare, IDisposable? Target)> ToRedisAsync(RedisProcess redis)
    {
        await redis.EmptyAsync();
        return (
            new EventCarrier("bridge", () => new RedisEventSink(new RedisOptions { Address = redis.Address("ours") })),
            new BareCarrier("bare", () => new BareRedis(redis.Servers, "bare")),
            null);
    }

    // The first round is the compiler's.
    private static async Task<double> CompareAsync(
        string target, Mosquitto broker, Batches batches, int messages, int rounds, Func<Task<(ICarrier Ours, ICarrier Bare, IDisposable? Target)>> open)
    {
        List<double>[] rates = [[], []];
        for (int round = -1; round < rounds; round++)
        {
            (ICarrier ours, ICarrier bare, IDisposable? place) = await open();
            using (place)
            {
                ICarrier[] carriers = [ours, bare];
                string[] sessions = [.. carriers.Select(c => $"{c.Name}-{round}")];
                foreach (string session in sessions)
                {
                    await new BareReader().SubscribeAsync(broker, session);
                }

                await Feed.FillAsync(broker, batches, Devices, messages);
                foreach (int turn in round % 2 == 0 ? [0, 1] : (int[])[1, 0])
                {
                    double rate = await carriers[turn].CarryAsync(broker, sessions[turn], messages);
                    if (round >= 0)
                    {
                        rates[turn].Add(rate);
                    }

                    await Feed.ForgetAsync(broker, sessions[turn]);
                }
            }
        }

        double[] ratios = [.. rates[0].Zip(rates[1], (ours, bare) => ours / bare)];
        Console.WriteLine($"| {target} | {Spread(rates[0], "#,0")} | {Spread(rates[1], "#,0")} | {Spread(ratios, "0.00")} |");
        return CpuTime.Median(ratios);
    }

    // The stream that the last round has left in Redis; for Kafka a topic of its own.
    private static async Task ReadBackAsync(RedisProcess redis, int events)
    {
        using MockKafka kafka = new(Partitions);
        await using (KafkaEventSink sink = new(new KafkaSinkOptions { Address = kafka.Address }))
        {
            await sink.LoadAsync(default);
            await using RedisEventClient source = new(new RedisOptions { Address = redis.Address("ours") });
            int written = 0;
            List<Task> writes = [];
            await foreach (EventBatch batch in source.ReadBatchesAsync())
            {
                writes.Add(sink.WriteAsync(batch.Events, default));
                if ((written += batch.Events.Count) >= events)
                {
                    break;
                }
            }

            await Task.WhenAll(writes);
        }

        Console.WriteLine();
        Console.WriteLine("| readers of a group, in one process | from Kafka's mock, events a second | from Redis |");
        Console.WriteLine("|---|---|---|");
        foreach (int readers in (int[])[1, 2, 4])
        {
            double fromKafka = await GroupReaders.ReadAsync(
                () => new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = $"{readers} readers", SessionTimeout = TimeSpan.FromSeconds(30) }), readers, events);
            double fromRedis = await GroupReaders.ReadAsync(
                () => new RedisEventClient(new RedisOptions { Address = redis.Address("ours"), Group = $"{readers} readers" }), readers, events);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {readers} | {fromKafka:#,0} | {fromRedis:#,0} |"));
        }
    }

    private static string Spread(IReadOnlyCollection<double> values, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CpuTime.Median(values).ToString(format, CultureInfo.InvariantCulture)} ({values.Min().ToString(format, CultureInfo.InvariantCulture)} to {values.Max().ToString(format, CultureInfo.InvariantCulture)})");

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
