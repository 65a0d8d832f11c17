using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka.Tests;

/// <summary>
/// librdkafka's mock cluster in this process. Other processes reach it by its address. It keeps what it is sent, and goes wrong on request. It fakes
/// transactions, and appends what a producer repeats, so it is a hostile broker.
/// </summary>
internal sealed partial class MockKafka : IDisposable
{
    public const string Topic = "events";
    private const string Library = "librdkafka";
    private readonly IProducer<byte[], byte[]> _owner;
    private readonly nint _cluster;

    // Confluent's client has several builds of the library with it, and takes the first one that loads. The calls here must go to the same.
    static MockKafka() => NativeLibrary.SetDllImportResolver(typeof(MockKafka).Assembly, (name, _, _) => name == Library
        ? NativeLibrary.Load(Process.GetCurrentProcess().Modules.Cast<ProcessModule>().First(m => m.ModuleName.Contains(Library, StringComparison.Ordinal)).FileName)
        : 0);

    public MockKafka(int partitions = 4)
    {
        var config = new ProducerConfig { BootstrapServers = "unused:9092" };
        config.Set("test.mock.num.brokers", "1");
        _owner = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _cluster = ClusterOf(HandleOf(_owner));
        Servers = Marshal.PtrToStringUTF8(BootstrapsOf(_cluster))!;
        if (CreateTopic(_cluster, Topic, partitions, 1) != 0)
        {
            throw new InvalidOperationException("the mock has made no topic");
        }
    }

    public string Servers { get; }

    public string Address => $"kafka://{Servers}/{Topic}";

    /// <summary>From now on each answer takes so long.</summary>
    public void AnswerAfter(TimeSpan delay) => SetRtt(_cluster, 1, (int)delay.TotalMilliseconds);

    /// <summary>The broker is away, or there again.</summary>
    public void SetAway(bool away) => _ = away ? SetDown(_cluster, 1) : SetUp(_cluster, 1);

    /// <summary>The next requests of this kind get these errors.</summary>
    public void Refuse(ApiKey key, params ErrorCode[] errors) =>
        PushErrors(_cluster, (short)key, (nuint)errors.Length, [.. errors.Select(e => (int)e)]);

    /// <summary>From now on it is known which requests come.</summary>
    public void ForgetRequests()
    {
        TrackRequests(_cluster);
        ClearRequests(_cluster);
    }

    /// <summary>Whether a request of this kind has come since <see cref="ForgetRequests"/>.</summary>
    public bool HasGot(ApiKey key)
    {
        nint requests = RequestsOf(_cluster, out nuint count);
        bool hasCome = Enumerable.Range(0, (int)count).Any(i => KeyOf(Marshal.ReadIntPtr(requests, i * nint.Size)) == (short)key);
        DestroyRequests(requests, count);
        return hasCome;
    }

    /// <summary>All records, partition by partition, in order.</summary>
    public IReadOnlyList<ConsumeResult<byte[], byte[]>> Records(string topic = Topic)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Servers,
            GroupId = "look",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
        }).SetLogHandler((_, _) => { }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        int open = admin.GetMetadata(topic, TimeSpan.FromMinutes(1)).Topics.Single().Partitions.Count;
        consumer.Assign(Enumerable.Range(0, open).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (open > 0)
        {
            ConsumeResult<byte[], byte[]> result = consumer.Consume(TimeSpan.FromMinutes(1)) ?? throw new TimeoutException("the mock does not answer");
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                records.Add(result);
            }
        }

        return [.. records.OrderBy(r => r.Partition.Value).ThenBy(r => r.Offset.Value)];
    }

    /// <summary>The events of all records, in their order.</summary>
    public IReadOnlyList<NanoEvent> Events() => [.. Records().Select(r => RecordJson.TryRead(r.Message.Value, out NanoEvent e, out string why) ? e : throw new InvalidDataException(why))];

    public void Dispose() => _owner.Dispose();

    internal enum ApiKey : short
    {
        Produce = 0,
        Fetch = 1,
        Metadata = 3,
        ApiVersions = 18,
    }

    private static nint HandleOf(IClient client)
    {
        PropertyInfo property = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return ((SafeHandle)property.GetValue(client.Handle)!).DangerousGetHandle();
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_handle_mock_cluster")]
    private static partial nint ClusterOf(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint BootstrapsOf(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    private static partial int SetRtt(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushErrors(nint cluster, short apiKey, nuint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking")]
    private static partial void TrackRequests(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_requests")]
    private static partial void ClearRequests(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_get_requests")]
    private static partial nint RequestsOf(nint cluster, out nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_api_key")]
    private static partial short KeyOf(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array")]
    private static partial void DestroyRequests(nint requests, nuint count);
}
