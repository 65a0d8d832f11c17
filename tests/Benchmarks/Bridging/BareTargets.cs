using System.Text.Json;
using Confluent.Kafka;
using NanoEvents.Bridge;
using NanoEvents.Kafka;
using NanoEvents.Kafka.Tests;
using StackExchange.Redis;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>Confluent's producer with the same records: the leader confirms, and no report is read.</summary>
internal sealed class BareKafka(MockKafka kafka) : IBareTarget
{
    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(
        new ProducerConfig { BootstrapServers = kafka.Servers, Acks = Acks.Leader, CompressionType = CompressionType.Zstd, QueueBufferingMaxMessages = 0 }).Build();

    public void Write(NanoEvent e) => _producer.Produce(MockKafka.Topic, EventRecord.Write(e));

    public Task FinishAsync() => Task.Run(() => _producer.Flush());

    public void Dispose() => _producer.Dispose();
}

/// <summary>StackExchange.Redis with the same entries: an XADD for each event, whose answer nobody reads.</summary>
internal sealed class BareRedis(string servers, string stream) : IBareTarget
{
    private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(servers);

    public void Write(NanoEvent e) => _redis.GetDatabase().StreamAdd(
        stream, [new NameValueEntry("id", EventId.Of(e)), new NameValueEntry("event", JsonSerializer.SerializeToUtf8Bytes(e))], flags: CommandFlags.FireAndForget);

    public Task FinishAsync() => _redis.GetDatabase().PingAsync();

    public void Dispose() => _redis.Dispose();
}
