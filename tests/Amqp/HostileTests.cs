using Amqp;
using Amqp.Framing;
using NanoEvents.Amqp.Tests.Support;
using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;
using static NanoEvents.Amqp.Tests.Support.Carrying;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp.Tests;

/// <summary>The sink against a server that answers as it likes.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amqp").FullName;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly HostilePeer _peer = new();

    public void Dispose()
    {
        _peer.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task AMessageHoldsTheEventAndSaysWhichItIs()
    {
        await using AmqpEventSink sink = new(Options());
        await sink.LoadAsync(_stop);
        await sink.WriteAsync([Made.Temperature("site1/hall", 42)], _stop);

        (_, AmqpMessage message) = Assert.Single(_peer.Taken);
        Assert.True(message.Header.Durable);
        Assert.Equal("site1/hall/45057/42", message.Properties.MessageId);
        Assert.Equal("site1/hall", message.Properties.GroupId);
        Assert.Equal("application/json", message.Properties.ContentType.ToString());
        Assert.Equal(
            "_AMQ_DUPL_ID=site1/hall/45057/42 cloudEvents:id=site1/hall/45057/42 cloudEvents:source=nanoevents/site1/hall cloudEvents:specversion=1.0 "
            + "cloudEvents:time=2026-01-01T00:00:42.000Z cloudEvents:type=nanoevents.temperature",
            string.Join(' ', message.ApplicationProperties.Map.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal)));
        Assert.Equal(Contract.HeadersOf("amqpMessage"), message.ApplicationProperties.Map.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.StartsWith("{\"device\":\"site1/hall\"", System.Text.Encoding.UTF8.GetString((byte[])message.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyDevicesWriteAtATimeAndOneEventOfEachIsOnItsWay()
    {
        _peer.Thinks = TimeSpan.FromMilliseconds(20);
        await using AmqpEventSink sink = new(Options());
        await sink.LoadAsync(_stop);

        IReadOnlyList<NanoEvent> events = Made.Turns(devices: 10, each: 8);
        await Task.WhenAll(events.Chunk(20).Select(list => sink.WriteAsync(list, _stop)));

        Assert.Equal(1, _peer.MostOfOneDevice);
        Assert.InRange(_peer.Most, 2, 10);
        foreach (IGrouping<string, string> device in _peer.Ids.GroupBy(id => id.Split('/')[0]))
        {
            Assert.Equal(Enumerable.Range(1, 8), device.Select(id => int.Parse(id.Split('/')[2])));
        }
    }

    [Theory]
    [InlineData("amqp:decode-error")]
    [InlineData("amqp:link:message-size-exceeded")]
    public async Task WhatIsRefusedForItselfIsADeadLetterAndALossStandsInItsPlace(string condition)
    {
        _peer.Answer = message => message.Properties?.MessageId == "hall/1/2" ? new Rejected { Error = new Error(condition) { Description = "never" } } : new Accepted();

        EventBridge bridge = await CarryAsync(Options(), client => client.Device("hall").Motion(true).Motion(false).Motion(true));

        Assert.Equal(["hall/1/1", "hall/1/lost-2", "hall/1/3"], _peer.Ids);
        AmqpMessage letter = Assert.Single(_peer.Taken, a => a.Address == "events.dead").Message;
        Assert.Equal("hall/1/2", letter.ApplicationProperties["source"]);
        Assert.Contains("never", (string)letter.ApplicationProperties["reason"], StringComparison.Ordinal);
        Assert.Contains("\"sequence\":2", System.Text.Encoding.UTF8.GetString((byte[])letter.Body), StringComparison.Ordinal);
        Assert.Equal(1, bridge.Stats.Dead);
    }

    public static TheoryData<string, string> Passing() => new()
    {
        { "rejected", "it rejects events: no reason given. Is the queue full?" },
        { "full", "it rejects events: the queue is full (amqp:resource-limit-exceeded). Is the queue full?" },
        { "released", "it gives events back instead of taking them" },
        { "modified", "it gives events back instead of taking them" },
        { "never", "it has not confirmed an event for 1 s" },
        { "no credit", "it has asked for no event for 1 s (no credit): is the queue full?" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task WhatMayPassIsSaidOnceAndNothingIsLostWhenItIsMended(string how, string line)
    {
        Func<AmqpMessage, Outcome?> bad = message => message.Properties?.MessageId == "hall/1/2" ? how switch
        {
            "rejected" => new Rejected(),
            "full" => new Rejected { Error = new Error(ErrorCode.ResourceLimitExceeded) { Description = "the queue is full" } },
            "released" => new Released(),
            "modified" => new Modified { DeliveryFailed = true },
            _ => null,
        } : new Accepted();
        _peer.Answer = how == "no credit" ? _peer.Answer : bad;
        _peer.Credit = how == "no credit" ? 0 : 1000;
        bool isSilent = how is "never" or "no credit";
        List<string> notices = [];
        BridgeState? seen = null;

        AmqpSinkOptions options = isSilent ? Options() with { WriteTimeout = TimeSpan.FromSeconds(1) } : Options();
        await CarryAsync(options, client => client.Device("hall").Motion(true).Motion(false).Motion(true), (bridge, e) =>
        {
            lock (notices)
            {
                notices.Add(e.Notice.Text);
            }

            if (e.Notice.Kind == NoticeKind.Waiting)
            {
                seen = bridge.State;

                // It stays so for a second attempt.
                _ = Task.Delay(TimeSpan.FromSeconds(2.5), _stop).ContinueWith(_ => (_peer.Credit, _peer.Answer) = (1000, _ => new Accepted()), TaskScheduler.Default);
            }
        });

        Assert.Equal(BridgeState.Waiting, seen);
        string waiting = Assert.Single(notices, text => text.StartsWith("Waiting", StringComparison.Ordinal));
        Assert.StartsWith($"Waiting for target: {line}", waiting, StringComparison.Ordinal);

        // What the sink does not wait for longer than a second may have been taken all the same.
        Assert.Equal(["hall/1/1", "hall/1/2", "hall/1/3"], isSilent ? _peer.Ids.Distinct() : _peer.Ids);
    }

    [Fact]
    public async Task AnAddressThatIsNotThereIsSaid()
    {
        await using AmqpEventSink sink = new(Options() with { Address = _peer.Address.Replace("/events", "/nowhere", StringComparison.Ordinal) });

        IOException e = await Assert.ThrowsAsync<IOException>(async () => await sink.LoadAsync(_stop));

        Assert.Equal("nowhere: there is no such address (amqp:not-found)", e.Message);
    }

    // So it goes where a server starts or stops: it takes the connection, and then ends it.
    [Fact]
    public async Task AConnectionThatEndsBeforeTheReaderHasItsLinkIsTroubleThatMayPass()
    {
        AmqpEventClientOptions options = new() { Address = _peer.Address };
        Peer connection = await Peer.OpenAsync(options, _stop);
        _peer.Dispose();
        await connection.Ended.WaitAsync(Waiting.Limit, _stop);

        IOException e = await Assert.ThrowsAsync<IOException>(() => EventReceiver.OpenAsync(connection, options, _stop));

        Assert.StartsWith("it has ended the connection", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatNeverAnswersIsGivenUpInTime()
    {
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using AmqpEventSink sink = new(Options() with
        {
            Address = $"amqp://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}/events",
            ConnectTimeout = TimeSpan.FromSeconds(1),
        });

        IOException e = await Assert.ThrowsAsync<IOException>(async () => await sink.LoadAsync(_stop));

        Assert.Equal("it does not answer", e.Message);
    }

    [Fact]
    public async Task ASecondBridgeWithTheSameMarksWaits()
    {
        await using AmqpEventSink first = new(Options());
        await using AmqpEventSink second = new(Options());
        await first.LoadAsync(_stop);

        await Assert.ThrowsAsync<SinkBusyException>(async () => await second.LoadAsync(_stop));
    }

    private AmqpSinkOptions Options() => new() { Address = _peer.Address, MarksFile = Path.Combine(_folder, "marks") };
}
