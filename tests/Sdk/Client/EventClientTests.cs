using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Tests;

public sealed class EventClientTests
{
    [Fact]
    public async Task AMessageThatIsOneByteTooLongIsLeftOutEvenIfTheRestIsABatch()
    {
        byte[] longest = TestBatch.Longest();
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker));

        await broker.SendAsync([.. longest, 0], "hall", "events");
        await broker.SendAsync(longest, "hall", "events");
        await reader.NextAsync();

        Assert.Equal((1024, 1, 1), (longest.Length, reader.Client.Stats.Batches, reader.Client.Stats.DecodeFailures));
        Assert.Contains(reader.Notices, notice => notice.Text.EndsWith("too many bytes: a batch has at most 1024", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EventsComeOutInOrderWithTheirTimes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker));

        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true, Anchor = TestBatch.Year2025 });
        List<NanoEvent> events = await reader.NextAsync(4);

        Assert.Equal([null, 1u, 2u, 3u], events.Select(e => e.Sequence));
        Assert.All(events, e => Assert.Equal(("hall", ClockQuality.Synchronized), (e.Device, e.Clock)));
        Assert.Equal((3, 1), (reader.Client.Stats.Events, reader.Client.Stats.Batches));
    }

    [Fact]
    public async Task ABatchIsAcknowledgedOnlyAfterItsLastEventIsHandled()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker));
        await broker.SendAsync(TestBatch.Of(1, 2));

        await reader.NextAsync(2);
        await broker.SendAsync("no batch"u8.ToArray(), "garden", "events");
        Assert.Equal(0, broker.Acknowledged);

        reader.Ask();
        await TestReader.UntilAsync(() => broker.Acknowledged == 2);
    }

    [Fact]
    public async Task WhatWasNotHandledComesAgainWithASession()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        EventClientOptions options = To(broker) with { Session = "kept" };
        await using (TestReader reader = await TestReader.ConnectAsync(options))
        {
            await broker.SendAsync(TestBatch.Of(1, 2));
            await broker.SendAsync(TestBatch.Of(3, 3));
            Assert.Equal(4u, (await reader.NextAsync(4))[^1].Sequence);
        }

        await TestReader.UntilAsync(() => broker.Acknowledged == 1);
        await broker.SendAsync(TestBatch.Of(6, 1));
        await using TestReader again = await TestReader.ConnectAsync(options);

        Assert.Equal([3u, 4u, 5u, 6u], (await again.NextAsync(4)).Select(e => e.Sequence!.Value));
    }

    [Fact]
    public async Task ACheckpointSkipsTheHandledEventsOfABatchThatComesAgain()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        EventClientOptions options = To(broker) with { Session = "kept" };
        Checkpoint handled;
        await using (TestReader reader = await TestReader.ConnectAsync(options))
        {
            await broker.SendAsync(TestBatch.Of(3, 3));
            handled = (await reader.NextAsync()).Checkpoint;
        }

        await using TestReader again = await TestReader.ConnectAsync(options with { Checkpoints = [handled] });

        Assert.Equal([4u, 5u], (await again.NextAsync(2)).Select(e => e.Sequence!.Value));
    }

    [Fact]
    public async Task ALostConnectionNeitherLosesNorDoublesWithASession()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker) with { Session = "kept" });
        await broker.SendAsync(TestBatch.Of(1, 3));
        await reader.NextAsync();

        await broker.DisconnectAllAsync();
        await reader.UntilConnectedAsync();
        await broker.SendAsync(TestBatch.Of(4, 1));

        Assert.Equal([2u, 3u, 4u], (await reader.NextAsync(3)).Select(e => e.Sequence!.Value));
        Assert.Equal((4, 3, 0), (reader.Client.Stats.Events, reader.Client.Stats.Duplicates, reader.Client.Stats.Lost));
    }

    [Fact]
    public async Task ABrokerThatIsAbsentAtStartIsWaitedForWithARemark()
    {
        int port = Ports.Free();
        await using var reader = new TestReader(new EventClientOptions { Broker = $"mqtt://127.0.0.1:{port}" });
        reader.Ask();
        await reader.UntilWaitingAsync();
        Assert.False(reader.Client.IsConnected);

        await using TestBroker broker = await TestBroker.StartAsync(port);
        await reader.UntilConnectedAsync();
        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
        Assert.StartsWith($"Waiting for the broker at mqtt://127.0.0.1:{port}: ", reader.Notices[0].Text);
    }

    [Fact]
    public async Task ABrokerThatComesBackIsReadOn()
    {
        int port = Ports.Free();
        TestBroker first = await TestBroker.StartAsync(port);
        await using TestReader reader = await TestReader.ConnectAsync(To(first));
        await first.SendAsync(TestBatch.Of(1, 1));
        await reader.NextAsync();
        await first.DisposeAsync();

        await using TestBroker second = await TestBroker.StartAsync(port);
        reader.Ask();
        await reader.UntilConnectedAsync();
        await second.SendAsync(TestBatch.Of(2, 1));

        Assert.Equal(2u, (await reader.NextAsync()).Sequence);
    }

    [Fact]
    public async Task CancellationEndsTheWaitForABrokerAndTheWaitForAnEvent()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var absent = new TestReader(new EventClientOptions { Broker = $"mqtt://127.0.0.1:{Ports.Free()}" });
        TestReader idle = await TestReader.ConnectAsync(To(broker));
        absent.Ask();
        await absent.UntilWaitingAsync();

        absent.Cancel();
        idle.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(absent.NextAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(idle.NextAsync);
        Assert.False(idle.Client.IsConnected);
    }

    [Fact]
    public async Task DisposingOfTheClientEndsItsLoop()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        TestReader reader = await TestReader.ConnectAsync(To(broker));

        await reader.Client.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(reader.NextAsync);
        Assert.Throws<ObjectDisposedException>(() => reader.Client.ReadAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatIsNoBatchIsCountedAndDoesNotStopTheStream()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker));

        await broker.SendAsync("hello"u8.ToArray(), "hall", "events");
        await broker.SendAsync(new byte[5000], "hall", "events");
        await broker.SendAsync([], "hall", "state");
        await broker.SendAsync(TestBatch.State(1).ToArray(), "hall", "events");
        await broker.SendAsync(TestBatch.Of(1, 1).ToArray(), "no device!", "events");
        await broker.SendAsync(TestBatch.Of(1, 1).ToArray(), new string('x', 33), "events");
        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
        Assert.Equal((3, 2, 1), (reader.Client.Stats.DecodeFailures, reader.Client.Stats.Ignored, reader.Client.Stats.Batches));
        Assert.Contains(reader.Notices, r => r.Text == "Left out a message of hall: 5 bytes are too few: a batch has at least 8");
        reader.Ask();
        await TestReader.UntilAsync(() => broker.Acknowledged == 6);
    }

    [Fact]
    public async Task TheRetainedStateIsReadFirst()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        EventClientOptions options = To(broker) with { Session = "kept" };
        await using (await TestReader.ConnectAsync(options))
        {
        }

        await broker.SendAsync(TestBatch.Of(1, 1));
        await broker.SendAsync(TestBatch.State(2) with { Count = 1, Name = "stairs", Anchor = TestBatch.Year2025 });
        await broker.SendAsync("online firmware=1"u8.ToArray(), "hall", "status", retain: true);
        var time = new FakeTimeProvider(TimelineRun.Start);
        await using var reader = new TestReader(options with { TimeProvider = time });

        // The event comes before the answer to the subscription, and what is retained some time after it.
        broker.Server.InterceptingSubscriptionAsync += _ => TestReader.UntilAsync(() => reader.Client.InFlight!.Most > 0);
        reader.Ask();
        await TestReader.UntilAsync(() => reader.Client.Stats.Messages == 2);
        await TestReader.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return reader.Client.IsConnected;
        });

        NanoEvent first = await reader.NextAsync();

        Assert.Equal((1u, "stairs", ClockQuality.Synchronized), (first.Sequence, first.Name, first.Clock));
        Assert.True(reader.Client.TryGetState("hall", out DeviceState? state));
        Assert.Equal((0.02, 2u), (state.Sources[0].Celsius, state.NextSequence));
        Assert.Equal(["hall"], reader.Client.Devices.Select(d => d.Device));
        reader.Ask();
        await TestReader.UntilAsync(() => reader.Client.Devices[0].Online == true);
    }

    [Fact]
    public async Task AGapIsReportedThoughNothingMoreComes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker) with { GapPatience = TimeSpan.FromMilliseconds(50) });

        await broker.SendAsync(TestBatch.Of(1, 1));
        await broker.SendAsync(TestBatch.Of(3, 1));
        await broker.SendAsync(TestBatch.State(6));
        List<NanoEvent> events = await reader.NextAsync(4);

        Assert.Equal([1u, null, 3u, null], events.Select(e => e.Sequence));
        Assert.Equal([(2u, 1L), (4u, 2L)], events.Where(e => e.Kind == EventKind.Lost).Select(e => (e.From!.Value, e.Count!.Value)));
    }

    [Fact]
    public async Task AFilterGivesOneDeviceAndTheKindsThatAreAskedFor()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var filter = new EventFilter { Device = "hall", Kinds = [EventKind.Boot, EventKind.Lost] };
        await using TestReader reader = await TestReader.ConnectAsync(To(broker), filter);

        await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true }, "garden");
        await broker.SendAsync(TestBatch.Of(3, 1) with { HasBoot = true, Overflow = 2 });
        List<NanoEvent> events = await reader.NextAsync(2);

        Assert.Equal([EventKind.Boot, EventKind.Lost], events.Select(e => e.Kind));
        Assert.Equal(1, reader.Client.Stats.Messages);
        reader.Ask();
        await TestReader.UntilAsync(() => broker.Acknowledged == 1);
    }

    [Fact]
    public async Task OneDeviceTooManyIsLeftOutAndCounted()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker) with { MaxDevices = 1 });

        await broker.SendAsync(TestBatch.Of(1, 1));
        await broker.SendAsync(TestBatch.Of(1, 1), "garden");
        await broker.SendAsync(TestBatch.Of(2, 1));

        Assert.Equal([("hall", 1u), ("garden", null), ("hall", 2u)], (await reader.NextAsync(3)).Select(e => (e.Device, e.Sequence)));
        Assert.Equal(1, reader.Client.Stats.Ignored);
    }

    [Fact]
    public async Task OneLoopAtATime()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(To(broker));

        CancellationToken stop = TestContext.Current.CancellationToken;
        await using IAsyncEnumerator<NanoEvent> second = reader.Client.ReadAsync(cancellationToken: stop).GetAsyncEnumerator(stop);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.MoveNextAsync());
    }

    private static EventClientOptions To(TestBroker broker) => new() { Broker = broker.Address };
}
