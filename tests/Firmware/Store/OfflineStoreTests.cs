using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>The whole firmware with a store: the broker is away for long, and the power goes meanwhile.</summary>
public sealed class OfflineStoreTests
{
    private const int Second = 1000;
    private const int Minute = 60 * Second;
    private const int Hour = 60 * Minute;
    private const int FirstBoot = 0xABCDEF;
    private const int SecondBoot = 0x123456;

    private readonly MemoryPages _pages = new();

    [Fact]
    public void AStoreHoldsMoreThanTheRing()
    {
        Bench bench = Away();
        MoveEvery(bench, 10 * Second, 5000);

        Return(bench);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Empty(delivered.Dropped);
        Assert.True(bench.Device.Publisher.IsIdle);
        Assert.Equal(0, _pages.Count);
    }

    [Fact]
    public void WhatWasWrittenBeforeThePowerWentIsDeliveredAsWhatItIsBeforeTheNewBoots()
    {
        Bench before = Away();
        MoveEvery(before, 10 * Second, 1000);
        int unwritten = before.Device.Ring.Count + before.Device.Outbox.Count;
        Assert.InRange(unwritten, 1, 5 * 6);

        Bench after = new(SetStore, _pages, SecondBoot);
        after.Move();
        after.RunFor(Minute);

        SentMessage[] events = [.. after.Broker.Received.Where(message => message.IsEvents)];
        Assert.Equal([FirstBoot, SecondBoot], events.Select(message => message.Batch.Boot).Distinct());
        Delivered old = new(events.Where(message => message.Batch.Boot == FirstBoot));
        Assert.Empty(old.Dropped);
        Assert.Equal(before.Raised.Take(1000 - unwritten), old.Events.Values);
        new Delivered(events.Where(message => message.Batch.Boot == SecondBoot)).AssertBalance(after.Raised);
        Assert.True(after.Device.Publisher.IsIdle);
    }

    [Fact]
    public void TheStartThatNobodyHasHeardOfIsInTheStoreToo()
    {
        Bench before = new(SetStore, _pages);
        before.Broker.IsUp = false;
        MoveEvery(before, 10 * Second, 100);

        Bench after = new(SetStore, _pages, SecondBoot);
        after.RunFor(Minute);

        Assert.All(after.Broker.Received.Where(message => message.IsEvents), message => Assert.Equal(2, message.Batch.BootField?.Cause));
        Assert.Equal([FirstBoot, SecondBoot], after.Broker.Received.Where(message => message.IsEvents).Select(message => message.Batch.Boot).Distinct());
    }

    [Fact]
    public void TheNewestAreKeptAndTheRangesOfTheRestAreExact()
    {
        Bench bench = Away();
        MoveEvery(bench, Second, 100_000);

        Return(bench);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.InRange(delivered.Dropped.Count, 50_000, 99_999);
        Assert.Equal(100_000, delivered.Events.Keys.Last() > 99_999 ? 100_000 : 0);
        Assert.Equal((uint)delivered.Dropped.Count, (uint)bench.Broker.Sent.Last(message => message.IsState).Batch.Counters[CounterId.Dropped]);
    }

    [Fact]
    public void AShortAbsenceWritesNothing()
    {
        Bench bench = new(SetStore, _pages);
        bench.RunFor(2 * Hour);
        for (int i = 0; i < 100; i++)
        {
            bench.Broker.GoAway();
            bench.Move();
            bench.RunFor(30 * Second);
            bench.Broker.IsUp = true;
            bench.RunFor(5 * Minute);
        }

        Assert.Equal(0, _pages.Writes);
    }

    [Fact]
    public void TheBudgetIsKeptWhateverHappens()
    {
        Bench bench = Away();
        MoveEvery(bench, 100, 100_000);

        // 100,000 events in 10,000 s, after an hour.
        Assert.InRange(_pages.Writes, 40, 13_601 / 300);
        Assert.InRange(bench.Device.Store.Refused, 1, int.MaxValue);
    }

    /// <summary>Flash wears out: what an hour has earned is for when there is no room, not for pages that were written a moment ago.</summary>
    [Fact]
    public void WritesThatWereSavedUpAreNotSpentWhileThereIsRoom()
    {
        Bench bench = Away();

        MoveEvery(bench, 10 * Second, 6 * 11);

        // After 1, 6 and 11 minutes.
        Assert.Equal(3, _pages.Writes);
    }

    [Fact]
    public void TheStateSaysThatWhatIsStoredHasNotLeft()
    {
        Bench bench = Away();
        MoveEvery(bench, 10 * Second, 200);
        bench.Broker.Sent.Clear();
        bench.Broker.AnswerToEvents = BrokerAnswer.Refuse;
        bench.Broker.IsUp = true;
        bench.RunFor(2 * Minute);

        Assert.All(bench.SentStates, state => Assert.Equal(200u, state.Batch.Waiting));
        Assert.Equal(1, bench.Device.Outbox.FirstUnacknowledged);
    }

    [Fact]
    public void WhatWasOnItsWayWhenTheBrokerWentComesFirst()
    {
        Bench bench = Away();
        bench.Broker.IsUp = true;
        bench.Broker.AnswerToEvents = BrokerAnswer.LoseAcknowledgement;
        bench.Move();
        bench.RunFor(5 * Second);
        bench.Broker.GoAway();
        bench.Broker.AnswerToEvents = null;
        MoveEvery(bench, 10 * Second, 500);

        Return(bench);

        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
        Assert.Equal(1u, bench.SentEvents.First().Batch.Sequence);
    }

    [Fact]
    public void AnOutageWhileTheStoreIsBeingSentLosesNothing()
    {
        Random random = new(9);
        Bench bench = Away();
        MoveEvery(bench, 10 * Second, 2000);
        for (int i = 0; i < 20; i++)
        {
            bench.Broker.IsUp = true;
            bench.RunFor(random.Next(3 * Minute));
            bench.Broker.GoAway();
            MoveEvery(bench, 10 * Second, 60);
        }

        Return(bench);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Empty(delivered.Dropped);
    }

    private static void SetStore(Settings settings) => settings.StoreKilobytes = 32;

    private static void MoveEvery(Bench bench, int ms, int events)
    {
        for (int i = 0; i < events; i++)
        {
            bench.RunFor(ms);
            bench.Move();
        }
    }

    private static void Return(Bench bench)
    {
        bench.Broker.IsUp = true;
        bench.RunFor(5 * Minute);
    }

    // Its start is acknowledged, and an hour has gone by, so that some writes have been saved up.
    private Bench Away()
    {
        Bench bench = new(SetStore, _pages);
        bench.RunFor(Hour);
        bench.Broker.GoAway();
        bench.RunFor(Second);
        return bench;
    }
}
