using NanoEvents.Amqp.Tests.Support;
using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;
using NanoEvents.Tests;
using static NanoEvents.Amqp.Tests.Support.Carrying;

namespace NanoEvents.Amqp.Tests;

/// <summary>A real RabbitMQ: what it takes, what it refuses, and what a reader gets back.</summary>
public sealed class RabbitTests : IClassFixture<RabbitFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amqp").FullName;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly RabbitServer _rabbit;

    public RabbitTests(RabbitFixture fixture)
    {
        RabbitServer.SkipWhereAbsent();
        _rabbit = fixture.Server;
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("plain")]
    [InlineData("queue/slash")]
    public async Task WhatABridgeWritesAReaderGetsBack(string node)
    {
        await CarryAsync(Options(node), Motions(100));

        List<NanoEvent> events = await TakeAsync(new() { Address = _rabbit.Address(node) }, 100);

        Assert.Equal(Enumerable.Range(1, 100), events.Select(e => (int)e.Sequence!.Value));
    }

    [Fact]
    public async Task AUserWritesToAVirtualHostOfItsOwn()
    {
        AmqpSinkOptions options = Options("house-events", "bridge") with { Password = RabbitServer.Password, VirtualHost = "house" };
        await CarryAsync(options, Motions(3));

        AmqpEventClientOptions reader = new() { Address = options.Address, Password = options.Password, VirtualHost = "house" };
        Assert.Equal(3, (await TakeAsync(reader, 3)).Count);
        await Assert.ThrowsAsync<IOException>(async () => await LoadAsync(options with { VirtualHost = "nowhere" }));
    }

    [Fact]
    public async Task AReaderOfAnExchangeGetsWhatIsWrittenAfterwards()
    {
        string address = _rabbit.Address("topic/house");
        await using AmqpEventClient client = new(new() { Address = address });
        TaskCompletionSource connected = new();
        client.NoticeReceived += (_, _) => connected.TrySetResult();
        Task<List<NanoEvent>> reading = Task.Run(async () =>
        {
            List<NanoEvent> events = [];
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: _stop))
            {
                events.Add(e);
                if (events.Count == 5)
                {
                    break;
                }
            }

            return events;
        });
        await connected.Task.WaitAsync(Waiting.Limit, _stop);

        await CarryAsync(Options("topic/house"), Motions(5));

        Assert.Equal([1u, 2u, 3u, 4u, 5u], (await reading.WaitAsync(Waiting.Limit, _stop)).Select(e => e.Sequence!.Value));
    }

    [Fact]
    public async Task AWrongPasswordIsSaidAndNotRepeated()
    {
        IOException e = await Assert.ThrowsAsync<IOException>(() => LoadAsync(Options("events", "bridge") with { Password = "0ther" }));

        Assert.Equal("it refuses the user or the password", e.Message);
        Assert.DoesNotContain("0ther", e.ToString());
    }

    [Fact]
    public async Task AUserWithoutRightsIsTold()
    {
        IOException e = await Assert.ThrowsAsync<IOException>(() => WriteAsync(Options("plain", "nobody") with { Password = RabbitServer.Password }));

        Assert.Contains("nobody", e.Message);
    }

    [Theory]
    [InlineData("amq/queue/nowhere", "amq/queue/nowhere: NOT_FOUND - no queue 'nowhere' in vhost '/' (amqp:not-found)")]
    [InlineData("exchange/nowhere/key", "exchange/nowhere/key: NOT_FOUND - no exchange 'nowhere' in vhost '/' (amqp:not-found)")]
    public async Task WhatIsNotThereIsSaid(string node, string why)
    {
        IOException e = await Assert.ThrowsAsync<IOException>(() => LoadAsync(Options(node)));

        Assert.Equal("/" + why, e.Message);
    }

    [Fact]
    public async Task NobodyListensIsSaid()
    {
        IOException e = await Assert.ThrowsAsync<IOException>(() => LoadAsync(Options("events") with { Address = $"amqp://127.0.0.1:{Ports.Free()}/events" }));

        Assert.Equal("Connection refused", e.Message);
    }

    [Fact]
    public async Task AFullQueueIsSaidOnceAndNothingIsLostWhenItIsRead()
    {
        List<NanoEvent> read = [];
        List<string> waiting = [];
        Task<List<NanoEvent>>? reading = null;
        await CarryAsync(Options("amq/queue/full"), Motions(20), (bridge, e) =>
        {
            if (e.Notice.Kind == NoticeKind.Waiting)
            {
                lock (waiting)
                {
                    waiting.Add(e.Notice.Text);
                }

                Assert.Equal(BridgeState.Waiting, bridge.State);
                reading ??= Task.Run(async () =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(2), _stop);
                    return await TakeAsync(new() { Address = _rabbit.Address("amq/queue/full"), Prefetch = 2 }, 20);
                });
            }
        });

        read = await reading!.WaitAsync(Waiting.Limit, _stop);
        Assert.Equal(Enumerable.Range(1, 20), read.Select(e => (int)e.Sequence!.Value));
        Assert.All(waiting, text => Assert.Contains("is the queue full (reject-publish)?", text, StringComparison.Ordinal));
        Assert.True(waiting.Distinct().Count() == 1, string.Join('\n', waiting));
    }

    [Fact]
    public async Task MessagesThatAreNoEventsAreSaidAndLeaveTheQueue()
    {
        AmqpSinkOptions options = Options("mixed");
        await CarryAsync(options, Motions(1));
        await using (AmqpEventSink sink = new(Options("mixed-letters") with { DeadLetterAddress = "mixed" }))
        {
            await sink.LoadAsync(_stop);
            await sink.WriteAsync(new DeadLetter("a topic", "no batch", new byte[] { 1, 2 }), _stop);
        }

        await CarryAsync(options with { MarksFile = Path.Combine(_folder, "others") }, Motions(1, "cellar"));
        await using AmqpEventClient client = new(new() { Address = options.Address });
        List<string> read = [];
        await foreach (EventBatch batch in client.ReadBatchesAsync(cancellationToken: _stop))
        {
            read.Add(batch.Undecoded is { } not ? Convert.ToHexString(not.Payload.Span) : batch.Events[0].Device);
            await batch.AcknowledgeAsync();
            if (read.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["hall", "0102", "cellar"], read);
        Assert.Equal(1, client.Stats.DecodeFailures);
    }

    [Fact]
    public async Task WhatStandsTwiceComesOnceAndWhatIsMissingIsTold()
    {
        // As a bridge leaves it that was killed after the server had taken events, and before its marks were on disk.
        AmqpSinkOptions options = Options("twice");
        foreach ((uint from, uint to) in new[] { (1u, 3u), (2u, 5u), (8u, 9u) })
        {
            await using AmqpEventSink sink = new(options);
            await sink.LoadAsync(_stop);
            await sink.WriteAsync([.. Enumerable.Range((int)from, (int)(to - from + 1)).Select(n => Made.Temperature("hall", (uint)n))], _stop);
        }

        await using AmqpEventClient client = new(new() { Address = options.Address });
        List<NanoEvent> read = [];
        await foreach (NanoEvent e in client.ReadAsync(cancellationToken: _stop))
        {
            read.Add(e);
            if (e.Sequence == 9)
            {
                break;
            }
        }

        Assert.Equal("1 2 3 4 5 lost:6+2:transit 8 9", Made.Numbers(read));
        Assert.Equal(2, client.Stats.Duplicates);
    }

    [Fact]
    public async Task WhatIsNotHandledComesAgainAndACheckpointHidesIt()
    {
        AmqpSinkOptions options = Options("again");
        await CarryAsync(options, Motions(6));
        await using (AmqpEventClient first = new(new() { Address = options.Address }))
        {
            await foreach (NanoEvent e in first.ReadAsync(cancellationToken: _stop))
            {
                if (e.Sequence == 3)
                {
                    break;
                }
            }
        }

        await using AmqpEventClient second = new(new() { Address = options.Address });
        List<uint> numbers = [];
        await foreach (NanoEvent e in second.ReadAsync(EventFilter.All with { After = [new Checkpoint("hall", 1, 3)] }, _stop))
        {
            numbers.Add(e.Sequence!.Value);
            if (numbers.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([4u, 5u, 6u], numbers);
    }

    [Fact]
    public async Task TheStatesOfAQueueCannotBeRead()
    {
        await using AmqpEventClient client = new(new() { Address = _rabbit.Address("plain") });

        await Assert.ThrowsAsync<NotSupportedException>(async () => await client.ReadStateAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop).MoveNextAsync());
    }

    private AmqpSinkOptions Options(string node, string? user = null) => new()
    {
        Address = _rabbit.Address(node, user),
        MarksFile = Path.Combine(_folder, "marks"),
        WriteTimeout = TimeSpan.FromSeconds(20),
    };

    private async Task LoadAsync(AmqpSinkOptions options)
    {
        await using AmqpEventSink sink = new(options);
        await sink.LoadAsync(_stop);
    }

    private async Task WriteAsync(AmqpSinkOptions options)
    {
        await using AmqpEventSink sink = new(options);
        await sink.LoadAsync(_stop);
        await sink.WriteAsync([Made.Temperature("hall", 1)], _stop);
    }
}
