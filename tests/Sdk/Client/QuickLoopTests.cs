using Xunit;

namespace NanoEvents.Tests;

public sealed class QuickLoopTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ACancellationBetweenTwoEventsOfABatchEndsTheLoopAtTheNext(bool byWithCancellation)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using var client = new EventClient(new EventClientOptions { Broker = broker.Address, Session = "house" });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        IAsyncEnumerable<NanoEvent> events = byWithCancellation ? client.ReadAsync(cancellationToken: Stop) : client.ReadAsync(cancellationToken: cancel.Token);
        SendWhenConnected(client, broker, 10);
        List<uint?> read = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (NanoEvent e in events.WithCancellation(byWithCancellation ? cancel.Token : Stop))
            {
                read.Add(e.Sequence);
                if (e.Sequence == 4)
                {
                    await cancel.CancelAsync();
                }
            }
        });

        Assert.Equal([1u, 2u, 3u, 4u], read);
        Assert.Equal(0, broker.Acknowledged);
        await using TestReader again = new(new EventClientOptions { Broker = broker.Address, Session = "house" });
        Assert.Equal([1u, 2u], (await again.NextAsync(2)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task ACancellationInTheBodyOfABatchsLastEventStillHandlesIt()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using var client = new EventClient(new EventClientOptions { Broker = broker.Address, Session = "house" });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        SendWhenConnected(client, broker, 3);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: cancel.Token))
            {
                if (e.Sequence == 3)
                {
                    await cancel.CancelAsync();
                }
            }
        });

        await TestReader.UntilAsync(() => broker.Acknowledged == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADisposalDuringTheBodyDoesNotWaitForItAndEndsTheLoopAtTheNextEvent(bool fromInside)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var client = new EventClient(broker.Address);
        SendWhenConnected(client, broker, 10);
        List<uint?> read = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: Stop))
            {
                read.Add(e.Sequence);
                if (e.Sequence == 4)
                {
                    await (fromInside ? client.DisposeAsync().AsTask() : Task.Run(async () => await client.DisposeAsync(), Stop)).WaitAsync(_limit, Stop);
                }
            }
        });

        Assert.Equal([1u, 2u, 3u, 4u], read);
        Assert.Throws<ObjectDisposedException>(() => client.ReadAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task WhoeverDisposesWhileEventsComeFastGetsNoneBehindItsEnd()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        for (int round = 0; round < 20; round++)
        {
            var client = new EventClient(broker.Address);
            SendWhenConnected(client, broker, 64);
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            uint last = 0;
            Task loop = Task.Run(ReadAsync, Stop);
            await begun.Task.WaitAsync(_limit, Stop);

            await client.DisposeAsync().AsTask().WaitAsync(_limit, Stop);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(_limit, Stop));
            Assert.False(client.IsConnected);

            async Task ReadAsync()
            {
                await foreach (NanoEvent e in client.ReadAsync(cancellationToken: Stop))
                {
                    Assert.Equal(++last, e.Sequence);
                    begun.TrySetResult();
                }
            }
        }
    }

    [Fact]
    public async Task ASequenceMayBeReadAgainAfterItsLoopButNotBesideIt()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using var client = new EventClient(new EventClientOptions { Broker = broker.Address, Session = "house" });
        SendWhenConnected(client, broker, 10);
        IAsyncEnumerable<NanoEvent> events = client.ReadAsync(cancellationToken: Stop);
        IAsyncEnumerator<NanoEvent> first = events.GetAsyncEnumerator(Stop);
        Assert.True(await first.MoveNextAsync());
        Assert.True(await first.MoveNextAsync());

        await using (IAsyncEnumerator<NanoEvent> beside = events.GetAsyncEnumerator(Stop))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await beside.MoveNextAsync());
        }

        Assert.True(await first.MoveNextAsync());
        Assert.Equal(3u, first.Current.Sequence);
        await first.DisposeAsync();
        Assert.False(await first.MoveNextAsync());

        // What was not acknowledged comes again.
        await using IAsyncEnumerator<NanoEvent> again = events.GetAsyncEnumerator(Stop);
        Assert.True(await again.MoveNextAsync());
        Assert.Equal(1u, again.Current.Sequence);
        Assert.True(await again.MoveNextAsync());
        Assert.Equal(2u, again.Current.Sequence);
    }

    // A batch from number 1 on, once, when the client has subscribed.
    private static void SendWhenConnected(EventClient client, TestBroker broker, int count)
    {
        int isSent = 0;
        client.NoticeReceived += async (_, e) =>
        {
            if (e.Notice.Kind == NoticeKind.Connected && Interlocked.Exchange(ref isSent, 1) == 0)
            {
                await broker.SendAsync(TestBatch.Of(1, count));
            }
        };
    }
}
