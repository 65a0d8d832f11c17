using System.Text;
using Confluent.Kafka;
using NanoEvents.Bridge;
using static NanoEvents.Kafka.Tests.Waiting;

namespace NanoEvents.Kafka.Tests;

/// <summary>What a sink leaves in a topic.</summary>
public sealed class SinkTests
{
    [Fact]
    public async Task ARecordIsTheJsonOfTheEventUnderItsDeviceWithTheAttributesOfCloudEvents()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await OpenAsync(kafka);

        await sink.WriteAsync([Made.Temperature("hall", 42)], Stop);

        ConsumeResult<byte[], byte[]> record = Assert.Single(kafka.Records());
        Assert.Equal("hall", Encoding.UTF8.GetString(record.Message.Key));
        Assert.Equal(
            """{"device":"hall","boot":45057,"sequence":42,"time":"2026-01-01T00:00:42.000Z","clock":"synchronized","kind":"temperature","source":0,"celsius":20.42}""",
            Encoding.UTF8.GetString(record.Message.Value));
        Assert.Equal(
            """
            ce_id: hall/45057/42
            ce_source: nanoevents/hall
            ce_specversion: 1.0
            ce_time: 2026-01-01T00:00:42.000Z
            ce_type: nanoevents.temperature
            content-type: application/json
            """.ReplaceLineEndings("\n"),
            string.Join('\n', record.Message.Headers.Select(h => $"{h.Key}: {Encoding.UTF8.GetString(h.GetValueBytes())}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task ARecordHasWhatTheAsyncApiDocumentSays()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await OpenAsync(kafka);

        await sink.WriteAsync([Made.Temperature("hall", 42)], Stop);

        Assert.Equal(Contract.HeadersOf("kafkaRecord"), Assert.Single(kafka.Records()).Message.Headers.Select(h => h.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ALossAndAStartAreRecordsWithIdsOfTheirOwn()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await OpenAsync(kafka);

        await sink.WriteAsync([Made.Start("hall"), Made.Temperature("hall", 1), Made.Lost("hall", 2, 3)], Stop);

        Assert.Equal(["hall/45057/boot", "hall/45057/1", "hall/45057/lost-2"], kafka.Records().Select(r => Header(r, "ce_id")));
        Assert.Equal("boot 1 lost:2+3:overflow", Made.Numbers(kafka.Events()));
    }

    [Fact]
    public async Task TheEndOfTheTopicSaysWhereEachDeviceIs()
    {
        using var kafka = new MockKafka();
        await using (KafkaEventSink sink = await OpenAsync(kafka))
        {
            await sink.WriteAsync([Made.Temperature("hall", 7), Made.Temperature("attic", 1), Made.Lost("hall", 8, 2)], Stop);
            await sink.WriteAsync([NanoEvent.OfLoss("hall", Made.Boot, 10, 0, LossCause.Restart), Made.Start("hall", 5), Made.Temperature("hall", 1, 5)], Stop);
        }

        await using KafkaEventSink next = new(new KafkaSinkOptions { Address = kafka.Address });
        IReadOnlyCollection<BootMark> marks = await next.LoadAsync(Stop);

        Assert.Equal(["attic:45057:1"], marks.Where(m => m.Device == "attic").Select(m => m.ToString()));
        Assert.Equal(["hall:45057:9:over", "hall:5:1"], marks.Where(m => m.Device == "hall").Select(m => m.ToString()));
    }

    [Fact]
    public async Task OnlyTheTailOfTheTopicIsReadBack()
    {
        using var kafka = new MockKafka(partitions: 1);
        await using (KafkaEventSink sink = await OpenAsync(kafka))
        {
            await sink.WriteAsync([Made.Temperature("old", 1), .. Made.Turns(1, 100)], Stop);
        }

        await using KafkaEventSink next = new(new KafkaSinkOptions { Address = kafka.Address, TailRecords = 100 });

        Assert.Equal("device0:45057:100", Assert.Single(await next.LoadAsync(Stop)).ToString());
    }

    [Fact]
    public async Task AnEventThatIsTooLargeIsRefusedByName()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await OpenAsync(kafka, options => options.Configure = c => c.MessageMaxBytes = 1000);
        NanoEvent large = NanoEvent.Of(new EventParts { Device = "hall", BootId = 1, Kind = EventKind.Unknown, Number = 99, Sequence = 2, Source = 0, More = new byte[1000] });

        Task write = sink.WriteAsync([Made.Temperature("hall", 1, 1), large, Made.Temperature("hall", 3, 1)], Stop);

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => write);
        Assert.Equal(2u, Assert.Single(refusal.Refused).Sequence);
        await sink.LoadAsync(Stop);
        Assert.Equal("1", Made.Numbers(kafka.Events()));
    }

    [Fact]
    public async Task ABrokerThatRefusesABatchForGoodIsAskedRecordByRecord()
    {
        using var kafka = new MockKafka(partitions: 1);
        await using KafkaEventSink sink = await OpenAsync(kafka);
        kafka.Refuse(MockKafka.ApiKey.Produce, ErrorCode.MsgSizeTooLarge);
        await Assert.ThrowsAsync<KafkaException>(() => sink.WriteAsync([.. Made.Turns(1, 3)], Stop));
        await Assert.ThrowsAsync<KafkaException>(() => sink.WriteAsync([Made.Temperature("device0", 4)], Stop));
        Assert.Empty(await sink.LoadAsync(Stop));

        kafka.Refuse(MockKafka.ApiKey.Produce, ErrorCode.NoError, ErrorCode.MsgSizeTooLarge);
        Task write = sink.WriteAsync([.. Made.Turns(1, 2)], Stop);

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => write);
        Assert.Equal(2u, Assert.Single(refusal.Refused).Sequence);
        Assert.Equal("device0:45057:1", Assert.Single(await sink.LoadAsync(Stop)).ToString());
    }

    [Fact]
    public async Task AWriteThatIsNotConfirmedFailsInTimeAndWhatFollowsIt()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await OpenAsync(kafka, options => options.WriteTimeout = TimeSpan.FromSeconds(1));
        kafka.SetAway(true);

        Task first = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        Task second = sink.WriteAsync([Made.Temperature("hall", 2)], Stop);

        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(Waiting.Limit, Stop));
        await Assert.ThrowsAsync<TimeoutException>(() => second.WaitAsync(Waiting.Limit, Stop));
        kafka.SetAway(false);
        await Assert.ThrowsAsync<TimeoutException>(() => sink.WriteAsync([Made.Temperature("hall", 3)], Stop));
    }

    [Fact]
    public async Task KilledTenTimesTheTopicHoldsEachNumberOnceAndInOrder()
    {
        const int Devices = 20;
        const int Each = 1000;
        using var kafka = new MockKafka();
        int acknowledged = 0;
        for (int kills = 0; kills <= 10; kills++)
        {
            // However late the kill comes, the writer has not come to its end.
            int step = Devices * Each / 12;
            int wanted = (kills + 1) * step;
            string[] most = kills < 10 ? [$"{wanted + step}"] : [];
            await using ChildProcess writer = ChildProcess.Start(["write", kafka.Address, $"{Devices}", $"{Each}", $"{acknowledged}", .. most]);
            await Waiting.UntilAsync(
                () => kills < 10 ? Acknowledged(writer, acknowledged) >= wanted || writer.HasExited : writer.HasExited, () => string.Join('\n', writer.Lines.TakeLast(10)));
            Assert.True(kills == 10 || !writer.HasExited, string.Join('\n', writer.Lines.TakeLast(10)));
            if (kills < 10)
            {
                await writer.KillAsync();
            }

            acknowledged = Acknowledged(writer, acknowledged);
        }

        AssertOnceAndInOrder(kafka.Events(), Devices, Each);
    }

    [Fact]
    public async Task WhereTheBrokerAnswersLateAndDuplicatesTheClientGivesEachOnce()
    {
        const int Devices = 5;
        const int Each = 200;
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await OpenAsync(kafka, options => options.Configure = c => (c.SocketTimeoutMs, c.ApiVersionRequestTimeoutMs) = (1000, 1000));
        var writes = new List<Task>();
        IReadOnlyList<NanoEvent> events = Made.Turns(Devices, Each);
        await sink.WriteAsync([.. events.Take(50)], Stop);
        kafka.AnswerAfter(Waiting.Limit);
        kafka.ForgetRequests();
        writes.AddRange(events.Skip(50).Chunk(50).Select(list => sink.WriteAsync(list, Stop)));
        await Waiting.UntilAsync(() => kafka.HasGot(MockKafka.ApiKey.Produce), () => "a batch");

        // It gives up waiting for the answer, and begins other connections.
        for (int connection = 0; connection < 3; connection++)
        {
            kafka.ForgetRequests();
            await Waiting.UntilAsync(() => kafka.HasGot(MockKafka.ApiKey.ApiVersions), () => "another connection");
        }

        // Should it still wait, it waits in vain.
        kafka.SetAway(true);
        kafka.AnswerAfter(TimeSpan.Zero);
        kafka.SetAway(false);
        await Task.WhenAll(writes).WaitAsync(Waiting.Limit, Stop);

        Assert.True(kafka.Records().Count > events.Count, "the mock has duplicated nothing");
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address });
        AssertOnceAndInOrder(await Waiting.TakeAsync(client, events.Count), Devices, Each);
        Assert.Equal(0, client.Stats.Lost);
    }

    internal static async Task<KafkaEventSink> OpenAsync(MockKafka kafka, Action<KafkaSinkOptions>? change = null)
    {
        var options = new KafkaSinkOptions { Address = kafka.Address };
        change?.Invoke(options);
        var sink = new KafkaEventSink(options);
        await sink.LoadAsync(Stop);
        return sink;
    }

    internal static void AssertOnceAndInOrder(IEnumerable<NanoEvent> events, int devices, int each)
    {
        ILookup<string, NanoEvent> found = events.ToLookup(e => e.Device);
        for (int d = 0; d < devices; d++)
        {
            Assert.Equal(Enumerable.Range(1, each).Select(s => (uint?)s), found[$"device{d}"].Select(e => e.Sequence));
        }
    }

    private static string Header(ConsumeResult<byte[], byte[]> record, string key) => Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(key));

    private static int Acknowledged(ChildProcess writer, int before) =>
        writer.Lines.LastOrDefault(line => line.StartsWith("acknowledged ", StringComparison.Ordinal)) is { } line ? int.Parse(line.Split(' ')[1]) : before;
}
