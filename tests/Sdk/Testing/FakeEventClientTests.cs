using Microsoft.Extensions.Time.Testing;
using NanoEvents.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class FakeEventClientTests
{
    private readonly FakeTimeProvider _time = new(TimelineRun.Start);
    private readonly FakeEventClient _client;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public FakeEventClientTests()
    {
        _client = new FakeEventClient(_time);
    }

    [Fact]
    public async Task WhatHappensAtADeviceComesOutAsItDoesFromARealOne()
    {
        FakeDevice hall = _client.Device("hall");
        hall.Named(SourceType.Thermometer, 1, "stairs").Temperature(21.5, source: 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        hall.Threshold(30.25, limit: 30).Motion(true, source: 2).Chatter(70, TimeSpan.FromSeconds(1)).Fault(began: true);

        List<NanoEvent> events = await ReadAllAsync();

        Assert.Equal(
            [
                "2025-06-01T12:00:00.000Z hall #1 temperature stairs 21.50 °C",
                "2025-06-01T12:00:02.000Z hall #2 threshold 0 30.25 °C beyond High limit 30.00 °C",
                "2025-06-01T12:00:02.000Z hall #3 motion 2 moving",
                "2025-06-01T12:00:02.000Z hall #4 chatter 0 70 edges",
                "2025-06-01T12:00:02.000Z hall #5 fault 0 no-answer began",
            ],
            events.Select(e => e.ToString()));
        Assert.All(events, e => Assert.Equal(ClockQuality.Synchronized, e.Clock));
        Assert.Equal(5, _client.Stats.Events);
    }

    [Fact]
    public async Task ListsThatAreNotAcknowledgedComeAgain()
    {
        _client.Device("hall").Motion(true).Motion(false).Motion(true);
        _client.Send(new UndecodedMessage("nanoevents/hall/events", "no batch", new byte[] { 1 }));
        _client.Complete();

        List<EventBatch> lists = await ReadBatchesAsync();
        await lists[2].AcknowledgeAsync();
        await lists[0].AcknowledgeAsync();
        List<EventBatch> again = await ReadBatchesAsync();

        Assert.Equal("no batch", lists[3].Undecoded!.Reason);
        Assert.Equal([3u, 1u], _client.Handled.Select(e => e.Sequence!.Value));
        Assert.Equal(2u, Assert.Single(again[0].Events).Sequence);
        await again[1].AcknowledgeAsync();
        Assert.Single(await ReadBatchesAsync());
    }

    [Fact]
    public async Task LossesComeAtTheirPlace()
    {
        _client.Device("hall").Motion(true).Lose(3).Motion(false).Lose(2, LossCause.Transit).Motion(true).Restart().Motion(false);

        List<NanoEvent> events = await ReadAllAsync();

        Assert.Equal(
            [
                "Motion", "overflow 2+3", "Motion", "transit 6+2", "Motion", "restart 9+", "Boot", "Motion",
            ],
            events.Select(e => e.Kind == EventKind.Lost ? $"{e.Cause} {e.From}+{e.Count}" : e.Kind.ToString()));
        Assert.Equal(5, _client.Stats.Lost);
    }

    [Fact]
    public async Task AClockThatIsNotSetGivesEstimatedTimes()
    {
        FakeDevice hall = _client.Device("hall");
        hall.ClockIsSet = false;
        hall.Motion(true);

        NanoEvent e = Assert.Single(await ReadAllAsync());

        Assert.Equal((ClockQuality.Estimated, TimelineRun.Start), (e.Clock, e.Time));
    }

    [Fact]
    public async Task WhatAHandlerDidNotFinishComesAgain()
    {
        _client.Device("hall").Motion(true).Motion(false);
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (NanoEvent e in _client.ReadAsync(cancellationToken: _stop))
            {
                if (e.Moving == false)
                {
                    throw new TimeoutException();
                }
            }
        });
        Assert.Equal(1u, Assert.Single(_client.Handled).Sequence);

        Assert.Equal(2u, Assert.Single(await ReadAllAsync()).Sequence);
        Assert.Equal(2, _client.Handled.Count);
    }

    [Fact]
    public async Task FiltersAndCheckpointsHold()
    {
        _client.Device("hall").Motion(true).Temperature(1).Motion(false);
        _client.Device("garden").Motion(true);

        var filter = new EventFilter { Device = "hall", Kinds = [EventKind.Motion], After = [new Checkpoint("hall", 1, 1)] };

        Assert.Equal(3u, Assert.Single(await ReadAllAsync(filter)).Sequence);
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAllAsync(new EventFilter { Device = "a b" }));
    }

    [Fact]
    public async Task TheLoopWaitsForWhatHappensLater()
    {
        await using IAsyncEnumerator<NanoEvent> events = _client.ReadAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop);
        ValueTask<bool> asked = events.MoveNextAsync();
        Assert.False(asked.IsCompleted);

        _client.Device("hall").Motion(true);
        Assert.True(await asked);

        ValueTask<bool> last = events.MoveNextAsync();
        await _client.DisposeAsync();
        Assert.False(await last);
    }

    [Fact]
    public async Task ThePresentIsFollowed()
    {
        FakeDevice hall = _client.Device("hall");
        hall.Temperature(20).Named(SourceType.Thermometer, 0, "stairs").Online(true);
        await using IAsyncEnumerator<DeviceState> states = _client.ReadStateAsync("hall", _stop).GetAsyncEnumerator(_stop);

        Assert.True(await states.MoveNextAsync());
        SourceState stairs = Assert.Single(states.Current.Sources);
        Assert.Equal(("stairs", 20.0, TimelineRun.Start, true), (stairs.Name, stairs.Celsius, stairs.Time, states.Current.Online));

        hall.Temperature(21);
        Assert.True(await states.MoveNextAsync());
        Assert.Equal(21, states.Current.Sources[0].Celsius);
        Assert.True(_client.TryGetState("hall", out _));
        Assert.False(_client.TryGetState("garden", out _));

        _client.Complete();
        Assert.False(await states.MoveNextAsync());
    }

    // Each change comes as soon as the one before has been seen, and the loop needs now less and now more time until it waits: they meet in each place.
    [Fact]
    public async Task AChangeWhileTheLoopBeginsToWaitDoesNotEndIt()
    {
        const int Changes = 20_000;
        int seen = 0;
        FakeDevice hall = _client.Device("hall");
        Task following = Task.Run(FollowAsync, _stop);

        for (int i = 1; i <= Changes && !following.IsCompleted; i++)
        {
            hall.Temperature(i % 80);
            SpinWait.SpinUntil(() => Volatile.Read(ref seen) == i || following.IsCompleted);
        }

        _client.Complete();
        await following;
        Assert.Equal(Changes, seen);

        async Task FollowAsync()
        {
            Random random = new(1);
            await foreach (DeviceState _ in _client.ReadStateAsync("hall", _stop))
            {
                Interlocked.Increment(ref seen);
                Thread.SpinWait(random.Next(2_000));
            }
        }
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        FakeDevice hall = _client.Device("hall");

        Assert.Throws<ArgumentException>(() => _client.Device("a b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => hall.Motion(true, source: 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => hall.Lose(0));
        Assert.Throws<ArgumentException>(() => hall.Lose(1, LossCause.Restart));
        Assert.Throws<ArgumentOutOfRangeException>(() => hall.Temperature(400));
    }

    private async Task<List<NanoEvent>> ReadAllAsync(EventFilter? filter = null)
    {
        _client.Complete();
        var events = new List<NanoEvent>();
        await foreach (NanoEvent e in _client.ReadAsync(filter, _stop))
        {
            events.Add(e);
        }

        return events;
    }

    private async Task<List<EventBatch>> ReadBatchesAsync()
    {
        List<EventBatch> lists = [];
        await foreach (EventBatch list in _client.ReadBatchesAsync(cancellationToken: _stop))
        {
            lists.Add(list);
        }

        return lists;
    }
}
