using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;
using NanoEvents.Redis;
using NanoEvents.Testing;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests;

public sealed class RedisTests : IAsyncLifetime
{
    private const string Stream = "events";
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private RedisServer? _server;

    private RedisServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        RedisServer.SkipWhereAbsent();
        _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task WhatABridgeWritesAReaderReads()
    {
        List<NanoEvent> sent = await BridgeAsync(client => client.Device("hall").Temperature(21.5).Lose(2).Motion(true).Restart().Motion(false));

        await using RedisEventClient reader = new(Options());
        List<NanoEvent> read = await ReadAsync(reader, sent.Count);

        Assert.Equal(sent.Select(e => e.ToString()), read.Select(e => e.ToString()));
        Assert.Equal(2, reader.Stats.Lost);
        Assert.True(reader.TryGetState("hall", out DeviceState? state));
        Assert.False(Assert.Single(state.Sources, s => s.Type == SourceType.MotionSensor).Moving);
    }

    [Fact]
    public async Task ASecondRunWritesNothingAgain()
    {
        List<NanoEvent> sent = await BridgeAsync(client => client.Device("hall").Motion(true).Motion(false));
        await using RedisEventSink sink = new(Options());

        IReadOnlyCollection<BootMark> marks = await sink.LoadAsync(_stop);

        Assert.Equal(new BootMark("hall", sent[0].BootId, 2, false), Assert.Single(marks));
        Assert.Equal(2, await Server.LengthAsync(Stream));
    }

    [Fact]
    public async Task ABridgeWhoseLeaseWentToAnotherOneWritesNothingMore()
    {
        NanoEvent[] events = [.. await BridgeAsync(client => client.Device("hall").Motion(true).Motion(false))];
        await using ConnectionMultiplexer redis = await Server.OpenAsync();
        await using RedisEventSink slow = new(Options("other"));
        await slow.LoadAsync(_stop);
        await slow.WriteAsync([events[0]], _stop);
        await redis.GetDatabase().KeyDeleteAsync("{other}:bridge");
        await using RedisEventSink next = new(Options("other"));
        Assert.Single(await next.LoadAsync(_stop));

        await Assert.ThrowsAsync<InvalidOperationException>(() => slow.WriteAsync([events[1]], _stop));

        await next.WriteAsync([events[1]], _stop);
        Assert.Equal(2, await Server.LengthAsync("other"));
    }

    // Redis 7.0 takes an unfinished transaction out of what it holds, and leaves its beginning in the file: the next start completes it with the end of another one.
    [Fact]
    public async Task WhatACrashHasCutInRedisFileComesOnceToAReader()
    {
        NanoEvent[] events = [.. Enumerable.Range(1, 20).Select(n => Made.Temperature("hall", (uint)n))];
        StreamLaw.Crash crash;
        await using (RedisEventSink sink = new(Options()))
        {
            await sink.LoadAsync(_stop);
            await sink.WriteAsync(events[..10], _stop);
            await sink.WriteAsync(events[10..], _stop);
            crash = await StreamLaw.CrashAsync(Server, Stream, cut: 1000);
        }

        await using RedisEventSink next = new(Options());
        IReadOnlyCollection<BootMark> marks = [];
        await Waiting.UntilAsync(async () =>
        {
            try
            {
                marks = await next.LoadAsync(_stop);
                return true;
            }
            catch (SinkBusyException)
            {
                return false;
            }
        });
        Assert.Equal(10u, Assert.Single(marks).Sequence);
        await next.WriteAsync(events[10..], _stop);
        Assert.Equal(20, await Server.LengthAsync(Stream));
        await Server.KillAndStartAsync();

        await using RedisEventClient reader = new(Options());
        List<NanoEvent> read = await ReadAsync(reader, 20);

        Assert.Equal(events.Select(e => e.ToString()), read.Select(e => e.ToString()));
        Assert.Equal(0, reader.Stats.Lost);
        Assert.Equal(await Server.LengthAsync(Stream), read.Count + reader.Stats.Duplicates);
        Assert.Equal(20, await StreamLaw.LengthAsync(Server, Stream, [crash]));
        Assert.Equal((20u, 0L), (await StreamLaw.CheckAsync(Server, Stream, [crash]))["hall"]);
    }

    [Fact]
    public async Task WhatSomebodyHasDeletedIsLost()
    {
        await using (RedisEventSink sink = new(Options()))
        {
            await sink.LoadAsync(_stop);
            await sink.WriteAsync([.. Enumerable.Range(1, 6).Select(n => Made.Temperature("hall", (uint)n))], _stop);
        }

        await using ConnectionMultiplexer redis = await Server.OpenAsync();
        StreamEntry[] entries = await redis.GetDatabase().StreamRangeAsync(Stream);
        await redis.GetDatabase().StreamDeleteAsync(Stream, [entries[2].Id, entries[3].Id]);
        await using RedisEventClient reader = new(Options());

        Assert.Equal("1 2 lost:3+2:transit 5 6", Made.Numbers(await ReadAsync(reader, 5)));
    }

    [Fact]
    public async Task AWriteAfterOneThatRedisDoesNotHaveIsRefused()
    {
        NanoEvent[] events = [.. await BridgeAsync(client => client.Device("hall").Motion(true).Motion(false).Motion(true))];
        await using ConnectionMultiplexer redis = await Server.OpenAsync();
        await using RedisEventSink sink = new(Options("other"));
        await sink.LoadAsync(_stop);
        string before = (string)(await redis.GetDatabase().HashGetAsync("{other}:marks", "#write"))!;
        await sink.WriteAsync([events[0]], _stop);

        // Redis comes back with a state of before.
        await redis.GetDatabase().HashSetAsync("{other}:marks", "#write", before);
        await Assert.ThrowsAsync<InvalidOperationException>(() => sink.WriteAsync([events[1]], _stop));

        Assert.Equal(1, await Server.LengthAsync("other"));
        await sink.LoadAsync(_stop);
        await sink.WriteAsync([events[1]], _stop);
        Assert.Equal(2, await Server.LengthAsync("other"));
    }

    [Fact]
    public async Task ASecondBridgeIsRecognisedAndTakesOverWhenTheFirstEnds()
    {
        RedisEventSink first = new(Options());
        await first.LoadAsync(_stop);
        await using RedisEventSink second = new(Options());

        SinkBusyException busy = await Assert.ThrowsAsync<SinkBusyException>(async () => await second.LoadAsync(_stop));
        Assert.Contains($"process {Environment.ProcessId}", busy.Message);

        await first.DisposeAsync();
        Assert.Empty(await second.LoadAsync(_stop));
    }

    [Fact]
    public async Task AStreamThatIsSomethingElseTakesNothingAndNoMark()
    {
        await using ConnectionMultiplexer redis = await Server.OpenAsync();
        await redis.GetDatabase().StringSetAsync("text", "not a stream");
        NanoEvent[] events = [.. await BridgeAsync(client => client.Device("hall").Motion(true))];
        await using RedisEventSink sink = new(Options("text"));
        await sink.LoadAsync(_stop);

        await Assert.ThrowsAnyAsync<RedisException>(() => sink.WriteAsync(events, _stop));

        Assert.Empty(await sink.LoadAsync(_stop));
    }

    [Fact]
    public async Task AStreamIsKeptShort()
    {
        List<NanoEvent> one = await BridgeAsync(client => client.Device("hall").Motion(true));
        await using RedisEventSink sink = new(Options("short") with { MaxLength = 100 });
        await sink.LoadAsync(_stop);
        for (int i = 0; i < 50; i++)
        {
            await sink.WriteAsync([.. Enumerable.Repeat(one[0], 20)], _stop);
        }

        Assert.InRange(await Server.LengthAsync("short"), 100, 500);
    }

    [Fact]
    public async Task DeadLettersHaveTheirBytesAndTheReason()
    {
        await BridgeAsync(client => client.Send(new UndecodedMessage("nanoevents/hall/events", "no batch", new byte[] { 0, 255 })));
        await using ConnectionMultiplexer redis = await Server.OpenAsync();

        StreamEntry letter = Assert.Single(await redis.GetDatabase().StreamRangeAsync("{events}:dead"));

        Assert.Equal(("nanoevents/hall/events", "no batch", "00FF"), ((string?)letter["source"], (string?)letter["reason"], Convert.ToHexString((byte[])letter["content"]!)));
    }

    [Fact]
    public async Task AReaderContinuesAfterItsCheckpoints()
    {
        List<NanoEvent> sent = await BridgeAsync(client => client.Device("hall").Motion(true).Motion(false).Restart().Motion(true).Motion(false));
        await using RedisEventClient reader = new(Options());
        EventFilter filter = new() { After = [sent[^2].Checkpoint] };

        NanoEvent next = default;
        await foreach (NanoEvent e in reader.ReadAsync(filter, _stop))
        {
            next = e;
            break;
        }

        Assert.Equal(sent[^1].ToString(), next.ToString());
    }

    [Fact]
    public async Task AnEntryThatIsNoEventIsGivenOutAndStopsNobody()
    {
        await using ConnectionMultiplexer redis = await Server.OpenAsync();
        await redis.GetDatabase().StreamAddAsync(Stream, "event", "{\"kind\":1}");
        await BridgeAsync(client => client.Device("hall").Motion(true));
        await using RedisEventClient reader = new(Options());

        List<EventBatch> batches = [];
        await foreach (EventBatch batch in reader.ReadBatchesAsync(cancellationToken: _stop))
        {
            batches.Add(batch);
            if (batches.Count == 2)
            {
                break;
            }
        }

        Assert.NotNull(batches[0].Undecoded);
        Assert.Single(batches[1].Events);
        Assert.Equal(1, reader.Stats.DecodeFailures);
    }

    [Fact]
    public async Task ThreeReadersOfAGroupShareTheStreamAndTheDeadOnesPartIsTakenOver()
    {
        const int Count = 3000;
        await BridgeAsync(client =>
        {
            FakeDevice hall = client.Device("hall");
            for (int i = 0; i < Count; i++)
            {
                hall.Motion(i % 2 == 0);
            }
        });
        RedisOptions options = Options() with { Group = "heating", ClaimAfter = TimeSpan.FromMilliseconds(500) };

        // One takes entries and dies with them. The others get them after a while.
        RedisEventClient dying = new(options);
        int taken = 0;
        await foreach (EventBatch batch in dying.ReadBatchesAsync(cancellationToken: _stop))
        {
            taken += batch.Events.Count;
            if (taken > 200)
            {
                break;
            }
        }

        await dying.DisposeAsync();
        HashSet<uint> union = [];
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        Task[] readers = [ReadGroupAsync(options, union, done.Token), ReadGroupAsync(options, union, done.Token)];
        await Waiting.UntilAsync(() =>
        {
            lock (union)
            {
                return union.Count == Count;
            }
        });
        await done.CancelAsync();
        await Task.WhenAll(readers);

        await using ConnectionMultiplexer redis = await Server.OpenAsync();
        await Waiting.UntilAsync(async () => (await redis.GetDatabase().StreamPendingAsync(Stream, "heating")).PendingMessageCount <= 2 * 64);
    }

    private static async Task ReadGroupAsync(RedisOptions options, HashSet<uint> union, CancellationToken stop)
    {
        await using RedisEventClient reader = new(options);
        try
        {
            await foreach (NanoEvent e in reader.ReadAsync(cancellationToken: stop))
            {
                lock (union)
                {
                    union.Add(e.Sequence!.Value);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The union is complete.
        }
    }

    private RedisOptions Options(string stream = Stream) => new() { Address = Server.Address(stream), ReconnectDelay = TimeSpan.FromMilliseconds(50) };

    private async Task<List<NanoEvent>> BridgeAsync(Action<FakeEventClient> happens)
    {
        await using FakeEventClient client = new();
        happens(client);
        client.Complete();
        await using RedisEventSink sink = new(Options());
        await new EventBridge(client, sink).RunAsync(_stop);
        return [.. client.Handled];
    }

    private async Task<List<NanoEvent>> ReadAsync(RedisEventClient reader, int count)
    {
        List<NanoEvent> read = [];
        await foreach (NanoEvent e in reader.ReadAsync(cancellationToken: _stop))
        {
            read.Add(e);
            if (read.Count == count)
            {
                break;
            }
        }

        return read;
    }
}
