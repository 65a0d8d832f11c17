using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using static NanoEvents.Kafka.Tests.Waiting;

namespace NanoEvents.Kafka.Tests;

/// <summary>What a reader gives out.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task WithoutAGroupEverythingComesFromTheBeginningAndThenLive()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync(Made.Turns(3, 100), Stop);
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address });
        Task<List<NanoEvent>> reading = Waiting.TakeAsync(client, 303);
        await Waiting.UntilAsync(() => client.Stats.Events == 300, () => client.Stats.ToString());
        Assert.True(client.IsConnected);
        Assert.Equal("kafka", client.MessagingSystem);

        await sink.WriteAsync([.. Enumerable.Range(0, 3).Select(d => Made.Temperature($"device{d}", 101))], Stop);

        SinkTests.AssertOnceAndInOrder(await reading, 3, 101);
        Assert.True(client.TryGetState("device1", out DeviceState? state));
        Assert.Equal(21.01, Assert.Single(state.Sources).Readings.Single().Value, 3);
    }

    [Fact]
    public async Task AGroupGoesOnAfterTheLastEventThatWasHandled()
    {
        using var kafka = new MockKafka(partitions: 1);
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync(Made.Turns(1, 100), Stop);

        // The loop that took the fortieth has not asked for another one, so it is not handled.
        Assert.Equal(40u, (await ReadAsync(kafka, 40))[^1].Sequence);
        Assert.Equal(40u, (await ReadAsync(kafka, 1))[0].Sequence);
        Assert.Equal(40u, (await ReadAsync(kafka, 61))[0].Sequence);
    }

    [Fact]
    public async Task WhatIsMissingAroundTheGroupsPlaceIsToldOnce()
    {
        using var kafka = new MockKafka(partitions: 1);
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Stop);
        Assert.Equal("1 2", Made.Numbers(await HandleAsync(kafka, 2)));

        await sink.WriteAsync([Made.Temperature("hall", 2), Made.Temperature("hall", 5), Made.Temperature("hall", 6)], Stop);

        Assert.Equal("lost:3+2:transit 5 6", Made.Numbers(await HandleAsync(kafka, 3)));
        await sink.WriteAsync([Made.Temperature("hall", 7)], Stop);
        Assert.Equal("7", Made.Numbers(await HandleAsync(kafka, 1)));
    }

    [Fact]
    public async Task ListsAreAcknowledgedOutOfTurnAndTheGroupGoesOnBehindTheFirstThatIsNot()
    {
        using var kafka = new MockKafka(partitions: 1);
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync(Made.Turns(1, 1000), Stop);
        var lists = new List<EventBatch>();
        await using (var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = "g" }))
        {
            await foreach (EventBatch list in client.ReadBatchesAsync(null, Stop))
            {
                lists.Add(list);
                if (lists.Sum(l => l.Events.Count) == 1000)
                {
                    await lists[2].AcknowledgeAsync();
                    await lists[0].AcknowledgeAsync();
                    break;
                }
            }
        }

        Assert.Equal(lists[1].Events[0].Sequence, (await ReadAsync(kafka, 1))[0].Sequence);
    }

    [Fact]
    public async Task ACheckpointLeavesOutWhatWasHandled()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync(Made.Turns(2, 10), Stop);
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address });

        List<NanoEvent> events = await Waiting.TakeAsync(client, 13, new EventFilter { After = [new Checkpoint("device0", Made.Boot, 7)] });

        Assert.Equal("8 9 10", Made.Numbers(events.Where(e => e.Device == "device0")));
    }

    [Fact]
    public async Task RecordsThatAreNoEventsAreLeftOutAndCounted()
    {
        using var kafka = new MockKafka(partitions: 1);
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        string[] wrong = ["", "nonsense", "[1]", "{\"device\":\"\\ud800\"}", "{\"device\":\"a b\",\"boot\":1,\"sequence\":1,\"time\":null,\"clock\":\"unknown\",\"kind\":\"motion\",\"source\":0,\"moving\":true}"];
        using (IProducer<byte[]?, byte[]?> other = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.Servers }).Build())
        {
            foreach (string text in wrong)
            {
                await other.ProduceAsync(MockKafka.Topic, new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(text) }, Stop);
            }

            await other.ProduceAsync(MockKafka.Topic, new Message<byte[]?, byte[]?>(), Stop);
        }

        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address });
        int told = 0;
        client.NoticeReceived += (_, e) => told += e.Notice.Kind == NoticeKind.Ignored ? 1 : 0;

        Assert.Equal("1", Made.Numbers(await Waiting.TakeAsync(client, 1)));
        Assert.Equal((wrong.Length + 1, wrong.Length + 1), (client.Stats.DecodeFailures, told));
    }

    [Fact]
    public async Task ASecondLoopIsRefusedAndADisposedClientEndsItsLoop()
    {
        using var kafka = new MockKafka();
        var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address });
        Task reading = Task.Run(async () =>
        {
            await foreach (NanoEvent _ in client.ReadAsync(null, Stop))
            {
            }
        }, Stop);
        await Waiting.UntilAsync(() => client.IsConnected, () => "connected");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Waiting.TakeAsync(client, 1));
        await client.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Waiting.Limit, Stop));
    }

    // The broker goes away at any moment: while the partitions are handed out, too, when the reader asks where it stands.
    [Theory]
    [InlineData("g")]
    [InlineData(null)]
    public async Task ABrokerThatGoesAndComesIsWaitedFor(string? group)
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = group });
        ConcurrentQueue<Notice> told = [];
        client.NoticeReceived += (_, e) => told.Enqueue(e.Notice);
        Task<List<NanoEvent>> reading = Waiting.TakeAsync(client, 1);
        await Waiting.UntilAsync(() => client.IsConnected, Shown);

        kafka.SetAway(true);
        await Waiting.UntilAsync(() => !client.IsConnected, Shown);
        kafka.SetAway(false);
        await Waiting.UntilAsync(() => client.IsConnected, Shown);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Equal("1", Made.Numbers(await reading));
        Assert.Equal(NoticeKind.Connected, told.First().Kind);
        Assert.Contains(told, notice => notice.Kind == NoticeKind.Waiting);

        string Shown() => $"{reading.Status} {reading.Exception} {string.Join('\n', told)}";
    }

    [Fact]
    public async Task ABrokerThatGoesWhileThePartitionsAreHandedOutIsWaitedFor()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = "g" });
        using var away = new ManualResetEventSlim();
        client.NoticeReceived += (_, e) =>
        {
            // It is told on the reading thread, between the assignment and the question for the group's place.
            if (!away.IsSet)
            {
                kafka.SetAway(true);
                away.Set();
            }
        };
        Task<List<NanoEvent>> reading = Waiting.TakeAsync(client, 1);
        await Waiting.UntilAsync(() => away.IsSet && !client.IsConnected, () => $"{reading.Status} {reading.Exception}");

        kafka.SetAway(false);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Equal("1", Made.Numbers(await reading));
    }

    [Fact]
    public async Task AStateComesFromTheLastRecordsAndThenWithEachChange()
    {
        using var kafka = new MockKafka();
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync(Made.Turns(2, 10), Stop);
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address });
        using var limit = new CancellationTokenSource(Waiting.Limit);
        var values = new List<double>();

        await foreach (DeviceState state in client.ReadStateAsync("device1", limit.Token))
        {
            values.Add(state.Sources.Single().Readings.Single().Value);
            if (values.Count == 1)
            {
                await sink.WriteAsync([Made.Temperature("device1", 11)], Stop);
            }
            else
            {
                break;
            }
        }

        Assert.Equal([20.10, 20.11], values);
    }

    private static async Task<List<NanoEvent>> ReadAsync(MockKafka kafka, int count)
    {
        await using var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = "g" });
        return await Waiting.TakeAsync(client, count);
    }

    // Handles so many: the loop waits for the next one when it is ended.
    private static async Task<List<NanoEvent>> HandleAsync(MockKafka kafka, int count)
    {
        using var limit = new CancellationTokenSource(Waiting.Limit);
        var client = new KafkaEventClient(new KafkaEventClientOptions { Address = kafka.Address, Group = "g" });
        await using IAsyncEnumerator<NanoEvent> loop = client.ReadAsync(null, limit.Token).GetAsyncEnumerator(limit.Token);
        var events = new List<NanoEvent>();
        while (events.Count < count)
        {
            Assert.True(await loop.MoveNextAsync());
            events.Add(loop.Current);
        }

        // Asking for another one says that the last one is handled.
        Task<bool> next = loop.MoveNextAsync().AsTask();
        await client.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        return events;
    }
}
