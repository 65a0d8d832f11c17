using System.Collections.Concurrent;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using NanoEvents.Tests;
using static NanoEvents.Kafka.Tests.Waiting;

namespace NanoEvents.EventHubs.Tests;

/// <summary>What a reader gives out.</summary>
public sealed class ClientTests : IDisposable
{
    private readonly HubServer _hub = new();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task EverythingComesFromTheBeginningAndThenLive()
    {
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(_hub);
        await sink.WriteAsync(Made.Turns(3, 100), Stop);
        await using EventHubsEventClient client = Open();
        Task<List<NanoEvent>> reading = TakeAsync(client, 303);
        await UntilAsync(() => client.Stats.Events == 300, () => client.Stats.ToString());
        Assert.True(client.IsConnected);
        Assert.Equal("eventhubs", client.MessagingSystem);

        await sink.WriteAsync([.. Enumerable.Range(0, 3).Select(d => Made.Temperature($"device{d}", 101))], Stop);

        ILookup<string, NanoEvent> found = (await reading).ToLookup(e => e.Device);
        Assert.All(Enumerable.Range(0, 3), d => Assert.Equal(string.Join(' ', Enumerable.Range(1, 101)), Made.Numbers(found[$"device{d}"])));
        Assert.True(client.TryGetState("device1", out DeviceState? state));
        Assert.Equal(21.01, Assert.Single(state.Sources).Readings.Single().Value, 3);
    }

    [Fact]
    public async Task WhatStandsTwiceComesOnceAndWhatIsMissingIsToldAtItsPlace()
    {
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(_hub);
        await sink.WriteAsync([.. new uint[] { 1, 2, 3, 2, 3, 4, 7, 5, 8 }.Select(n => Made.Temperature("hall", n))], Stop);
        await using EventHubsEventClient client = Open();

        List<NanoEvent> events = await TakeAsync(client, 7);

        Assert.Equal("1 2 3 4 lost:5+2:transit 7 8", Made.Numbers(events));
        Assert.Equal((3, 2), (client.Stats.Duplicates, client.Stats.Lost));
    }

    [Fact]
    public async Task ACheckpointLeavesOutWhatWasHandled()
    {
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(_hub);
        await sink.WriteAsync(Made.Turns(2, 10), Stop);
        await using EventHubsEventClient client = Open(options => options.Checkpoints = [new Checkpoint("device0", Made.Boot, 7)]);

        List<NanoEvent> events = await TakeAsync(client, 13);

        Assert.Equal("8 9 10", Made.Numbers(events.Where(e => e.Device == "device0")));
        Assert.Equal("10", Made.Numbers(await TakeAsync(client, 1, new EventFilter { Device = "device1", After = [new Checkpoint("device1", Made.Boot, 9)] })));
    }

    [Fact]
    public async Task EntriesThatAreNoEventsAreLeftOutAndCounted()
    {
        using var hub = new HubServer(partitions: 1);
        string[] wrong = ["", "nonsense", "[1]", "{\"device\":\"\\ud800\"}", "{\"device\":\"a b\",\"boot\":1,\"sequence\":1,\"time\":null,\"clock\":\"unknown\",\"kind\":\"motion\",\"source\":0,\"moving\":true}"];
        await using (var other = new EventHubProducerClient(hub.ConnectionString(), HubServer.Hub))
        {
            await other.SendAsync([.. wrong.Select(text => new EventData(text))], Stop);
        }

        // Entries of others, whose bodies are no bytes.
        hub.Store.Append(HubServer.Hub, 0, null, [BytesOf(new global::Amqp.Message("a text"))]);
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(hub);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await using EventHubsEventClient client = new(Options(hub));
        int told = 0;
        client.NoticeReceived += (_, e) => told += e.Notice.Kind == NoticeKind.Ignored ? 1 : 0;

        Assert.Equal("1", Made.Numbers(await TakeAsync(client, 1)));
        Assert.Equal((wrong.Length + 1, wrong.Length + 1), (client.Stats.DecodeFailures, told));
    }

    [Fact]
    public async Task AHubThatGoesAndComesIsWaitedForAndNothingIsMissingOrTwice()
    {
        string file = Path.GetTempFileName();
        int port = Ports.Free();
        var hub = new HubServer(port, file);
        await using (EventHubsEventSink sink = await SinkTests.OpenAsync(hub))
        {
            await sink.WriteAsync(Made.Turns(3, 10), Stop);
        }

        await using EventHubsEventClient client = new(Options(hub) with { ReconnectDelay = TimeSpan.FromMilliseconds(50) });
        ConcurrentQueue<Notice> told = [];
        client.NoticeReceived += (_, e) => told.Enqueue(e.Notice);
        Task<List<NanoEvent>> reading = TakeAsync(client, 60);
        await UntilAsync(() => client.Stats.Events == 30, Shown);

        hub.Dispose();
        await UntilAsync(() => !client.IsConnected && told.Any(notice => notice.Kind == NoticeKind.Waiting), Shown);
        hub = new HubServer(port, file);
        await using (EventHubsEventSink sink = await SinkTests.OpenAsync(hub))
        {
            await sink.WriteAsync([.. Made.Turns(3, 20).Skip(30)], Stop);
        }

        ILookup<string, NanoEvent> found = (await reading).ToLookup(e => e.Device);
        Assert.All(Enumerable.Range(0, 3), d => Assert.Equal(string.Join(' ', Enumerable.Range(1, 20)), Made.Numbers(found[$"device{d}"])));
        Assert.Equal(2, told.Count(notice => notice.Kind == NoticeKind.Connected));
        hub.Dispose();
        File.Delete(file);

        string Shown() => $"{reading.Status} {reading.Exception} {string.Join('\n', told)}";
    }

    [Fact]
    public async Task AHubThatWasMadeAgainIsReadFromItsBeginningAndALineSaysSo()
    {
        await using EventHubsEventClient client = new(Options(_hub) with { ReconnectDelay = TimeSpan.FromMilliseconds(50) });
        ConcurrentQueue<Notice> told = [];
        client.NoticeReceived += (_, e) => told.Enqueue(e.Notice);
        await using (EventHubsEventSink sink = await SinkTests.OpenAsync(_hub))
        {
            await sink.WriteAsync(Made.Turns(1, 10), Stop);
        }

        Task<List<NanoEvent>> reading = TakeAsync(client, 12);
        await UntilAsync(() => client.Stats.Events == 10, Shown);
        _hub.Store.Delete(HubServer.Hub);
        _hub.DropConnections();
        await UntilAsync(() => told.Any(notice => notice.Text.Contains("there is no hub events")), Shown);
        _hub.Store.Create(HubServer.Hub);
        await using (EventHubsEventSink sink = await SinkTests.OpenAsync(_hub))
        {
            await sink.WriteAsync([Made.Temperature("device0", 11), Made.Temperature("device0", 12)], Stop);
        }

        Assert.Equal("1 2 3 4 5 6 7 8 9 10 11 12", Made.Numbers(await reading));
        Assert.Contains(told, notice => notice.Kind == NoticeKind.Warning && notice.Text.Contains("it is another hub now"));

        string Shown() => $"{reading.Status} {reading.Exception} {string.Join('\n', told)}";
    }

    [Fact]
    public async Task AReaderThatLosesItsConsumerGroupSaysToWhom()
    {
        _hub.Faults.IsOwned = true;
        await using EventHubsEventClient client = new(Options(_hub) with { ReconnectDelay = TimeSpan.FromMilliseconds(50) });
        ConcurrentQueue<Notice> told = [];
        client.NoticeReceived += (_, e) => told.Enqueue(e.Notice);
        Task<List<NanoEvent>> reading = TakeAsync(client, 1);

        await UntilAsync(() => told.Any(notice => notice.Kind == NoticeKind.Waiting), () => $"{reading.Status} {reading.Exception}");

        Assert.Contains("another program has the consumer group $Default of events for itself", told.First(notice => notice.Kind == NoticeKind.Waiting).Text);
        _hub.Faults.IsOwned = false;
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(_hub);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        Assert.Equal("1", Made.Numbers(await reading));
    }

    [Fact]
    public async Task AStateComesFromTheLastEntriesAndThenWithEachChange()
    {
        await using EventHubsEventSink sink = await SinkTests.OpenAsync(_hub);
        await sink.WriteAsync(Made.Turns(1, 2000), Stop);
        await using EventHubsEventClient client = Open(options => options.TailEvents = 10);
        using var limit = new CancellationTokenSource(Limit);
        var values = new List<double>();

        await foreach (DeviceState state in client.ReadStateAsync("device0", limit.Token))
        {
            values.Add(state.Sources.Single().Readings.Single().Value);
            if (values.Count == 1)
            {
                await sink.WriteAsync([Made.Temperature("device0", 2001)], Stop);
            }

            if (values[^1] == 20.01)
            {
                break;
            }
        }

        Assert.Equal(20.01, values[^1]);
        Assert.InRange(_hub.EventsSent, 10, 100);
    }

    private static EventHubsEventClientOptions Options(HubServer hub) => new() { Address = hub.Address, ConnectionString = hub.ConnectionString() };

    private static byte[] BytesOf(global::Amqp.Message message)
    {
        global::Amqp.ByteBuffer buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private EventHubsEventClient Open(Action<EventHubsEventClientOptions>? change = null)
    {
        EventHubsEventClientOptions options = Options(_hub);
        change?.Invoke(options);
        return new EventHubsEventClient(options);
    }
}
