using Xunit;

namespace NanoEvents.Tests;

public sealed class ReadBatchesTests : IAsyncLifetime
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestBroker _broker = null!;
    private EventClient _client = null!;
    private IAsyncEnumerator<EventBatch> _batches = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await TestBroker.StartAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task ListsAreAcknowledgedLaterOutOfTurnAndOnce()
    {
        List<EventBatch> lists = await SendAndReadAsync(3);
        Assert.Equal(["1,2", "3,4", "5,6"], lists.Select(Numbers));
        Assert.Equal(0, _broker.Acknowledged);

        await lists[2].AcknowledgeAsync();
        await lists[2].AcknowledgeAsync();
        await lists[0].AcknowledgeAsync();

        await TestReader.UntilAsync(() => _broker.Acknowledged == 2);
        await CloseAsync();
        await OpenAsync();
        Assert.Equal("3,4", Numbers(await NextAsync()));
        Assert.Equal(2, _broker.Acknowledged);
    }

    [Fact]
    public async Task WhatIsNeverAcknowledgedComesAgainInOrder()
    {
        await SendAndReadAsync(3);
        await CloseAsync();
        await OpenAsync();

        Assert.Equal("1,2 3,4 5,6", string.Join(' ', Numbers(await NextAsync()), Numbers(await NextAsync()), Numbers(await NextAsync())));
    }

    [Fact]
    public async Task AnAcknowledgementAfterTheEndHasNoEffect()
    {
        List<EventBatch> lists = await SendAndReadAsync(1);
        await CloseAsync();

        await lists[0].AcknowledgeAsync();

        await OpenAsync();
        Assert.Equal("1,2", Numbers(await NextAsync()));
    }

    [Fact]
    public async Task WithoutAcknowledgementsNoMoreThanTwiceTheReceiveMaximumIsTaken()
    {
        // This broker does not keep to Receive Maximum, so the wire is not read beyond twice as many.
        List<EventBatch> lists = await SendAndReadAsync(8);
        await SendAsync(8, 2);
        await TestReader.UntilAsync(() => _client.InFlight!.IsFull);
        Task<EventBatch> next = NextAsync();

        Assert.False(next.IsCompleted);
        foreach (EventBatch list in lists)
        {
            await list.AcknowledgeAsync();
        }

        Assert.Equal("17,18", Numbers(await next));
        Assert.Equal(8, _client.InFlight!.Most);
    }

    [Fact]
    public async Task ARepetitionIsAnEmptyListThatIsAcknowledgedAfterItsOriginal()
    {
        List<EventBatch> lists = await SendAndReadAsync(1);
        await SendAsync(0, 1);

        EventBatch again = await NextAsync();

        Assert.Empty(again.Events);
        Assert.Null(again.Undecoded);
        Assert.Equal(0, _broker.Acknowledged);
        await lists[0].AcknowledgeAsync();
        await again.AcknowledgeAsync();
        await TestReader.UntilAsync(() => _broker.Acknowledged == 2);
    }

    [Fact]
    public async Task AMessageThatIsNoBatchComesWithItsBytesAndTheReason()
    {
        await _broker.SendAsync([1, 2, 3], "hall", "events");

        EventBatch bad = await NextAsync();

        Assert.Empty(bad.Events);
        Assert.Equal(("nanoevents/hall/events", "010203"), (bad.Undecoded!.Topic, Convert.ToHexString(bad.Undecoded.Payload.Span)));
        Assert.NotEmpty(bad.Undecoded.Reason);
        Assert.Equal((0, 1L), (_broker.Acknowledged, _client.Stats.DecodeFailures));
        await bad.AcknowledgeAsync();
        await TestReader.UntilAsync(() => _broker.Acknowledged == 1);
    }

    [Fact]
    public async Task ALossThatWasFoundByWaitingNeedsNoAcknowledgement()
    {
        await SendAndReadAsync(1);
        await SendAsync(2, 1);

        EventBatch loss = await NextAsync();
        EventBatch after = loss.Events.Count > 1 ? loss : await NextAsync();

        Assert.Equal((EventKind.Lost, 3u, 2L), (loss.Events[0].Kind, loss.Events[0].From!.Value, loss.Events[0].Count!.Value));
        Assert.Equal(6u, after.Events[^1].Sequence);
    }

    private static string Numbers(EventBatch batch) => string.Join(',', batch.Events.Where(e => e.Sequence is not null).Select(e => e.Sequence));

    private async Task<List<EventBatch>> SendAndReadAsync(int count)
    {
        await SendAsync(0, count);
        List<EventBatch> lists = [];
        while (lists.Count < count)
        {
            lists.Add(await NextAsync());
        }

        return lists;
    }

    private async Task SendAsync(int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            await _broker.SendAsync(TestBatch.Of(1 + ((uint)i * 2), 2) with { HasBoot = i == 0 });
        }
    }

    private async Task<EventBatch> NextAsync()
    {
        Assert.True(await _batches.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), _stop));
        return _batches.Current;
    }

    private async Task OpenAsync()
    {
        _client = new EventClient(new EventClientOptions
        {
            Broker = _broker.Address,
            Session = "lists",
            ReceiveMaximum = 4,
            GapPatience = TimeSpan.FromMilliseconds(200),
        });
        _client.NoticeReceived += (_, e) => _ = e.Notice.Kind == NoticeKind.Connected && _connected.TrySetResult();
        _batches = _client.ReadBatchesAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop);
        if (!_connected.Task.IsCompleted)
        {
            // The session begins with the first connection, which the first question opens.
            Task<bool> first = _batches.MoveNextAsync().AsTask();
            await _connected.Task.WaitAsync(TimeSpan.FromMinutes(2), _stop);
            await CloseAfterAsync(first);
            await OpenAsync();
        }
    }

    private async Task CloseAfterAsync(Task<bool> waiting)
    {
        await _client.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task CloseAsync()
    {
        await _batches.DisposeAsync();
        await _client.DisposeAsync();
    }
}
