using Amqp;
using Amqp.Framing;
using NanoEvents.Bridge;
using static NanoEvents.Kafka.Tests.Waiting;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.EventHubs.Tests;

/// <summary>What a sink leaves in a hub.</summary>
public sealed class SinkTests : IDisposable
{
    private readonly HubServer _hub = new();

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task AnEntryIsTheJsonOfTheEventUnderItsDeviceWithTheAttributesOfCloudEvents()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub);

        await sink.WriteAsync([Made.Temperature("hall", 42)], Stop);

        StoredEvent stored = Assert.Single(Stored(_hub));
        Assert.Equal("hall", stored.Key);
        AmqpMessage message = Assert.Single(_hub.Store.Messages());
        Assert.Equal(
            """{"device":"hall","boot":45057,"sequence":42,"time":"2026-01-01T00:00:42.000Z","clock":"synchronized","kind":"temperature","source":0,"celsius":20.42}""",
            System.Text.Encoding.UTF8.GetString((byte[])message.Body));
        Assert.Equal(("hall/45057/42", "application/json"), (message.Properties.MessageId, (string)message.Properties.ContentType));
        Assert.Equal(
            """
            cloudEvents:id: hall/45057/42
            cloudEvents:source: nanoevents/hall
            cloudEvents:specversion: 1.0
            cloudEvents:time: 2026-01-01T00:00:42.000Z
            cloudEvents:type: nanoevents.temperature
            """.ReplaceLineEndings("\n"),
            string.Join('\n', message.ApplicationProperties.Map.Select(p => $"{p.Key}: {p.Value}").Order(StringComparer.Ordinal)));
        Assert.Equal(Contract.HeadersOf("eventHubsMessage"), message.ApplicationProperties.Map.Keys.Cast<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ManyEventsTravelInFewBatchesAndEachDeviceStaysInOrder()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub);

        await Task.WhenAll(Made.Turns(10, 200).Chunk(16).Select(list => sink.WriteAsync(list, Stop)));

        AssertOnceAndInOrder(_hub, 10, 200);
        Assert.True(_hub.Batches < 1000, $"{_hub.Batches} batches");
        Assert.True(Enumerable.Range(0, 4).Count(p => _hub.Store.Read(HubServer.Hub, p).Count > 0) > 1, "all devices are in one partition");
    }

    [Fact]
    public async Task TheEndOfTheHubSaysWhereEachDeviceIs()
    {
        await using (EventHubsEventSink sink = await OpenAsync(_hub))
        {
            await sink.WriteAsync([Made.Temperature("hall", 7), Made.Temperature("attic", 1), Made.Lost("hall", 8, 2)], Stop);
            await sink.WriteAsync([NanoEvent.OfLoss("hall", Made.Boot, 10, 0, LossCause.Restart), Made.Start("hall", 5), Made.Temperature("hall", 1, 5)], Stop);
        }

        await using EventHubsEventSink next = new(Options(_hub));
        IReadOnlyCollection<BootMark> marks = await next.LoadAsync(Stop);

        Assert.Equal(["attic:45057:1"], marks.Where(m => m.Device == "attic").Select(m => m.ToString()));
        Assert.Equal(["hall:45057:9:over", "hall:5:1"], marks.Where(m => m.Device == "hall").Select(m => m.ToString()));
    }

    [Fact]
    public async Task OnlyTheTailOfTheHubIsReadBack()
    {
        using var hub = new HubServer(partitions: 1);
        await using (EventHubsEventSink sink = await OpenAsync(hub))
        {
            await sink.WriteAsync([Made.Temperature("old", 1)], Stop);
            await sink.WriteAsync(Made.Turns(1, 1000), Stop);
        }

        await using EventHubsEventSink next = new(Options(hub) with { TailEvents = 1000 });

        Assert.Equal("device0:45057:1000", Assert.Single(await next.LoadAsync(Stop)).ToString());
        Assert.Equal(1000, hub.EventsSent);
    }

    [Fact]
    public async Task TheNextLoadReadsOnlyWhatCameSince()
    {
        using var hub = new HubServer(partitions: 1);
        await using EventHubsEventSink sink = await OpenAsync(hub);
        await sink.WriteAsync(Made.Turns(1, 1000), Stop);
        await sink.LoadAsync(Stop);
        await sink.WriteAsync([Made.Temperature("device0", 1001), Made.Temperature("attic", 1)], Stop);

        Assert.Equal(["attic:45057:1", "device0:45057:1001"], (await sink.LoadAsync(Stop)).Select(m => m.ToString()).Order());
        Assert.Equal(1002, hub.EventsSent);
    }

    [Fact]
    public async Task WhereMoreCameThanTheTailWhatWasKnownIsForgotten()
    {
        using var hub = new HubServer(partitions: 1);
        await using EventHubsEventSink sink = await OpenAsync(hub, Options(hub) with { TailEvents = 10 });
        await sink.WriteAsync([Made.Temperature("attic", 1)], Stop);
        Assert.Equal("attic:45057:1", Assert.Single(await sink.LoadAsync(Stop)).ToString());

        // A mark of number 1 would make the bridge believe that 2 to 50 are missing.
        await sink.WriteAsync([.. Enumerable.Range(2, 49).Select(n => Made.Temperature("attic", (uint)n))], Stop);
        await sink.WriteAsync(Made.Turns(1, 20), Stop);

        Assert.Equal("device0:45057:20", Assert.Single(await sink.LoadAsync(Stop)).ToString());
        hub.Store.Delete(HubServer.Hub);
        hub.Store.Create(HubServer.Hub);
        Assert.Empty(await sink.LoadAsync(Stop));
    }

    [Fact]
    public async Task ALostOutcomeFailsTheWriteAndTheEndOfTheHubShowsThatItIsThere()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        _hub.Faults.LoseOutcomes(1);

        Task lost = sink.WriteAsync([Made.Temperature("hall", 2)], Stop);
        Task behind = sink.WriteAsync([Made.Temperature("hall", 3)], Stop);

        await Assert.ThrowsAsync<IOException>(() => lost.WaitAsync(Limit, Stop));
        await Assert.ThrowsAsync<IOException>(() => behind.WaitAsync(Limit, Stop));
        await Assert.ThrowsAsync<IOException>(() => sink.WriteAsync([Made.Temperature("hall", 4)], Stop));
        // The second one may have come into the batch of the first.
        uint last = Assert.Single(await sink.LoadAsync(Stop)).Sequence;
        Assert.InRange(last, 2u, 3u);
        await sink.WriteAsync([Made.Temperature("hall", last + 1)], Stop);
        Assert.Equal(string.Join(' ', Enumerable.Range(1, (int)last + 1)), Made.Numbers(Events(_hub.Store)));
    }

    [Fact]
    public async Task AHubThatThrottlesGetsTheBatchAgainAndStoresItOnce()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub);
        _hub.Faults.Throttle(2);

        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Equal(2, _hub.Faults.Throttled);
        Assert.Equal("1", Made.Numbers(Events(_hub.Store)));
    }

    [Fact]
    public async Task AHubThatThrottlesForTooLongFailsTheWrite()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub, Options(_hub) with { WriteTimeout = TimeSpan.FromSeconds(6) });
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        _hub.Faults.Throttle(int.MaxValue);

        IOException e = await Assert.ThrowsAsync<IOException>(() => sink.WriteAsync([Made.Temperature("hall", 2)], Stop));

        Assert.Equal("events throttles: The request was terminated because the entity is being throttled. Error code: 50002. (events)", e.Message);
    }

    [Fact]
    public async Task AnEventThatIsTooLargeIsRefusedByName()
    {
        _hub.Faults.MaxMessageSize = 1500;
        await using EventHubsEventSink sink = await OpenAsync(_hub);
        NanoEvent large = NanoEvent.Of(new EventParts { Device = "hall", BootId = 1, Kind = EventKind.Unknown, Number = 99, Sequence = 2, Source = 0, More = new byte[1000] });

        Task write = sink.WriteAsync([Made.Temperature("hall", 1, 1), large, Made.Temperature("hall", 3, 1)], Stop);

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => write);
        Assert.Equal(2u, Assert.Single(refusal.Refused).Sequence);
        await sink.LoadAsync(Stop);
        Assert.Equal("1", Made.Numbers(Events(_hub.Store)));
    }

    [Fact]
    public async Task ANameThatIsNoPartitionKeyIsRefused()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub);
        string device = string.Join('/', Enumerable.Repeat(new string('a', 32), 4)) + "/hall";

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => sink.WriteAsync([Made.Temperature(device, 1)], Stop));

        Assert.Contains("at most 128 characters", refusal.Message);
    }

    [Fact]
    public async Task ALetterGoesToTheHubOfTheDeadAndOneThatIsTooLargeWithoutItsContent()
    {
        _hub.Faults.MaxMessageSize = 1500;
        await using EventHubsEventSink sink = await OpenAsync(_hub);

        await sink.WriteAsync(new DeadLetter("nanoevents/hall/events", "no batch", new byte[] { 1, 2, 3 }), Stop);
        await sink.WriteAsync(new DeadLetter("nanoevents/hall/events", "no batch", new byte[2000]), Stop);

        IReadOnlyList<AmqpMessage> letters = _hub.Store.Messages("events.dead");
        Assert.Equal(["010203", ""], letters.Select(l => Convert.ToHexString((byte[]?)l.Body ?? [])));
        Assert.Equal(["no batch", "no batch (its 2000 bytes are too many for Event Hubs)"], letters.Select(l => l.ApplicationProperties["reason"]));
        Assert.All(letters, letter => Assert.Equal("nanoevents/hall/events", letter.ApplicationProperties["source"]));
    }

    [Fact]
    public async Task WithoutAHubForLettersTheMessageWaitsAndALineSaysWhatToCreate()
    {
        await using EventHubsEventSink sink = await OpenAsync(_hub);
        _hub.Store.Delete("events.dead");
        var letter = new DeadLetter("nanoevents/hall/events", "no batch", new byte[] { 1 });

        IOException e = await Assert.ThrowsAsync<IOException>(() => sink.WriteAsync(letter, Stop));
        Assert.Equal($"the dead letters cannot be written: there is no hub events.dead in 127.0.0.1:{_hub.Port}, or it is disabled", e.Message);

        _hub.Store.Create("events.dead");
        await sink.WriteAsync(letter, Stop);
        Assert.Single(_hub.Store.Messages("events.dead"));
    }

    internal static EventHubsSinkOptions Options(HubServer hub, string key = "root") => new() { Address = hub.Address, ConnectionString = hub.ConnectionString(key) };

    internal static Task<EventHubsEventSink> OpenAsync(HubServer hub, string key = "root") => OpenAsync(hub, Options(hub, key));

    internal static async Task<EventHubsEventSink> OpenAsync(HubServer hub, EventHubsSinkOptions options)
    {
        var sink = new EventHubsEventSink(options);
        await sink.LoadAsync(Stop);
        return sink;
    }

    internal static IReadOnlyList<NanoEvent> Events(HubStore hub) =>
        [.. hub.Messages().Select(m => RecordJson.TryRead((byte[])m.Body, out NanoEvent e, out string why) ? e : throw new InvalidDataException(why))];

    internal static void AssertOnceAndInOrder(HubServer hub, int devices, int each)
    {
        ILookup<string, NanoEvent> found = Events(hub.Store).ToLookup(e => e.Device);
        for (int d = 0; d < devices; d++)
        {
            Assert.Equal(Enumerable.Range(1, each).Select(s => (uint?)s), found[$"device{d}"].Select(e => e.Sequence));
        }
    }

    private static StoredEvent[] Stored(HubServer hub) => [.. Enumerable.Range(0, 4).SelectMany(p => hub.Store.Read(HubServer.Hub, p))];
}
