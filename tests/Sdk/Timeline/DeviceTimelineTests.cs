using Xunit;

namespace NanoEvents.Tests;

public sealed class DeviceTimelineTests
{
    private static readonly TestBatch _boot = new() { HasBoot = true };

    [Fact]
    public void BatchesComeOutInOrder()
    {
        Assert.Equal("1-8", new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(4, 5)).Take());
    }

    [Fact]
    public void ABatchThatComesAgainIsADuplicate()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(1, 3));

        Assert.Equal("1-3", run.Take());
        Assert.Equal(new TimelineStats(3, 3, 0, 0), run.Stats);
    }

    [Fact]
    public void ABatchThatHasGrownGivesOnlyWhatIsNew()
    {
        Assert.Equal("1-5", new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(1, 5)).Take());
    }

    [Fact]
    public void WhatTheRingDroppedIsReportedAtOnce()
    {
        Assert.Equal("1-3, overflow 4+6, 10", new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(10, 1) with { Overflow = 6 }).Take());
    }

    [Fact]
    public void AMissingBatchIsWaitedForAndThenReportedLost()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(6, 2)).Add(TestBatch.Of(8, 1));

        Assert.Equal("1-3", run.Take());
        Assert.Equal(TimelineRun.Start.AddSeconds(5), run.Timeline.Deadline());
        Assert.Equal("", run.Wait(4.9).Take());
        Assert.Equal("transit 4+2, 6-8", run.Wait(0.2).Take());
        Assert.Null(run.Timeline.Deadline());
    }

    [Fact]
    public void AMissingBatchThatComesInTimeIsNotLost()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(6, 2)).Wait(4).Add(TestBatch.Of(4, 2));

        Assert.Equal("1-7", run.Take());
        Assert.Equal(0, run.Wait(10).Stats.Lost);
    }

    [Fact]
    public void AMissingBatchThatComesTooLateIsDroppedAndCounted()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(6, 2)).Wait(6).Add(TestBatch.Of(4, 2));

        Assert.Equal("1-3, transit 4+2, 6-7", run.Take());
        Assert.Equal(new TimelineStats(5, 0, 2, 2), run.Stats);
    }

    [Fact]
    public void OfABatchOnlyTheNumbersThatWereDeliveredBeforeAreDuplicates()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(2, 4));

        Assert.Equal("1-5", run.Take());
        Assert.Equal(new TimelineStats(5, 2, 0, 0), run.Stats);
    }

    [Fact]
    public void OfABatchOnlyTheNumbersThatWereToldAsLostAreLate()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(6, 2)).Wait(6).Add(TestBatch.Of(4, 4)).Add(TestBatch.Of(7, 2));

        Assert.Equal("1-3, transit 4+2, 6-8", run.Take());
        Assert.Equal(new TimelineStats(6, 3, 2, 2), run.Stats);
    }

    [Fact]
    public void OfABootThatIsOverOnlyWhatWasNotDeliveredIsLate()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(1, 1) with { Boot = 0xB002, HasBoot = true }).Wait(60).Add(TestBatch.Of(2, 4));

        Assert.Equal("1-3, restart 4, boot, 1", run.Take());
        Assert.Equal(new TimelineStats(4, 2, 2, 0), run.Stats);
    }

    [Fact]
    public void AGapOfTwoCausesIsTwoLosses()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(10, 1) with { Overflow = 2 }).Wait(5);

        Assert.Equal("1-3, transit 4+4, overflow 8+2, 10", run.Take());
    }

    [Fact]
    public void EachOfTwoGapsHasItsOwnPatience()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1)).Add(TestBatch.Of(3, 1)).Wait(3).Add(TestBatch.Of(5, 1));

        Assert.Equal("1, transit 2+1, 3", run.Wait(2).Take());
        Assert.Equal("transit 4+1, 5", run.Wait(3).Take());
    }

    [Fact]
    public void ThePatienceCountsFromTheFirstBatchThatWaits()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1)).Add(TestBatch.Of(5, 1)).Wait(3).Add(TestBatch.Of(3, 1)).Wait(2);

        Assert.Equal("1, transit 2+1, 3, transit 4+1, 5", run.Take());
    }

    [Fact]
    public void AnEmptyBatchRevealsAGapToo()
    {
        Assert.Equal("1-3, transit 4+2", new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.Of(6, 0)).Wait(5).Take());
    }

    [Fact]
    public void TooManyHeldBatchesEndThePatience()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1));
        for (uint i = 0; i < 64; i++)
        {
            run.Add(TestBatch.Of(3 + i, 1));
        }

        Assert.Equal("1", run.Take());
        Assert.Equal("transit 2+1, 3-67", run.Add(TestBatch.Of(67, 1)).Take());
    }

    [Fact]
    public void NumbersGoOnWith0After4294967295()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(uint.MaxValue - 1, 4)).Add(TestBatch.Of(4, 1)).Add(TestBatch.Of(2, 2));

        Assert.Equal([uint.MaxValue - 1, uint.MaxValue, 0u, 1u, 2u, 3u, 4u], run.TakeEvents().Select(e => e.Sequence!.Value));
    }

    [Fact]
    public void NumbersPass2147483647()
    {
        Assert.Equal("2147483646-2147483650", new TimelineRun().Add(TestBatch.Of(2147483646, 3)).Add(TestBatch.Of(2147483649, 2)).Take());
    }

    [Fact]
    public void TheFirstBatchEverSeenIsWhereOurNumbersBegin()
    {
        Assert.Equal("500-501", new TimelineRun().Add(TestBatch.Of(500, 2)).Wait(10).Take());
        Assert.Equal("overflow 480+20, 500-501", new TimelineRun().Add(TestBatch.Of(500, 2) with { Overflow = 20 }).Wait(10).Take());
    }

    [Fact]
    public void AStartThatNobodyHasAcknowledgedBeginsAtNumber1()
    {
        Assert.Equal("boot, 1-2", new TimelineRun().Add(_boot with { Count = 2 }).Take());
        Assert.Equal("boot, overflow 1+9, 10", new TimelineRun().Add(_boot with { First = 10, Count = 1, Overflow = 9 }).Take());
        Assert.Equal("boot, transit 1+4, overflow 5+5, 10", new TimelineRun().Add(_boot with { First = 10, Count = 1, Overflow = 5 }).Wait(5).Take());
    }

    [Fact]
    public void AStartIsToldOnceThoughEachBatchSaysItUntilTheFirstIsAcknowledged()
    {
        TimelineRun run = new TimelineRun().Add(_boot).Add(_boot with { Count = 2 }).Add(_boot with { Count = 3 });

        Assert.Equal("boot, 1-3", run.Take());
    }

    [Fact]
    public void AStartIsToldBeforeTheGapThatFollowsIt()
    {
        TimelineRun run = new TimelineRun().Add(_boot with { First = 3, Count = 1 });

        Assert.Equal("boot", run.Take());
        Assert.Equal("1-3", run.Add(_boot with { Count = 2 }).Take());
    }

    [Fact]
    public void AStartThatComesAfterItsEventsIsNotToldAnyMore()
    {
        Assert.Equal("4-5", new TimelineRun().Add(TestBatch.Of(4, 2)).Add(_boot with { Count = 3 }).Take());
    }

    [Fact]
    public void AStartThatWasOvertakenStillBeginsAt1()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(11)).Add(TestBatch.Of(15, 3)).Add(_boot with { Count = 10 }).Wait(5);

        Assert.Equal("boot, 1-10, transit 11+4, 15-17", run.Take());
    }

    [Fact]
    public void ANewBootSaysThatTheRestOfTheOldOneIsLost()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(7, 3)).Add(_boot with { Boot = 2, Count = 2 });

        Assert.Equal("7-9, restart 10, boot, 1-2", run.Take());
        Assert.Equal(0, run.Stats.Lost);
    }

    [Fact]
    public void ANewBootWhoseStartWasMissedIsExpectedFromNumber1()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(7, 3)).Add(TestBatch.Of(4, 1) with { Boot = 2 }).Wait(5);

        Assert.Equal("7-9, restart 10, transit 1+3, 4", run.Take());
    }

    [Fact]
    public void WhatAnOldBootHeldBackComesOutBeforeTheNewBoot()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1)).Add(TestBatch.Of(3, 1)).Add(_boot with { Boot = 2, Count = 1 });

        Assert.Equal("1, transit 2+1, 3, restart 4, boot, 1", run.Take());
    }

    [Fact]
    public void WhatComesLateFromAnOldBootChangesNothing()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 2)).Add(_boot with { Boot = 2, Count = 1 });
        run.Add(TestBatch.Of(1, 4)).Add(TestBatch.State(9)).Add(TestBatch.Of(2, 1) with { Boot = 2 }).Wait(10);

        Assert.Equal("1-2, restart 3, boot, 1-2", run.Take());
        Assert.Equal(new TimelineStats(4, 2, 2, 0), run.Stats);
    }

    [Fact]
    public void AStateShowsThatTheTailIsLost()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.State(10, waiting: 2));

        Assert.Equal("1-3", run.Wait(4.9).Take());
        Assert.Equal("transit 4+4", run.Wait(0.2).Take());
        Assert.Equal("8-9", run.Add(TestBatch.Of(8, 2)).Take());
    }

    [Fact]
    public void AStateThatOvertakesABatchLosesNothing()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.State(6)).Wait(3).Add(TestBatch.Of(4, 2)).Wait(10);

        Assert.Equal("1-5", run.Take());
    }

    [Fact]
    public void EachStateHasItsOwnPatience()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1)).Add(TestBatch.State(3)).Wait(3).Add(TestBatch.State(5));

        Assert.Equal("1, transit 2+1", run.Wait(2).Take());
        Assert.Equal("transit 3+2", run.Wait(3).Take());
    }

    [Fact]
    public void ManyStatesThatSayTheSameAreOne()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1));
        for (int i = 0; i < 20; i++)
        {
            run.Add(TestBatch.State(3));
        }

        Assert.Equal("1, transit 2+1, transit 3+2", run.Add(TestBatch.State(5)).Wait(5).Take());
    }

    [Fact]
    public void ATailIsNotGivenUpWhileTheBrokerMayStillHoldIt()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.State(6));

        run.Timeline.Expire(run.Now.AddMinutes(1), DateTimeOffset.MaxValue);
        run.Timeline.Expire(run.Now.AddSeconds(64), run.Now.AddSeconds(60));
        Assert.Equal("1-3", run.Take());
        run.Timeline.Expire(run.Now.AddSeconds(65), run.Now.AddSeconds(60));
        Assert.Equal("transit 4+2", run.Take());
    }

    [Fact]
    public void ATailThatIsKnownToBeLostIsCountedWhenTheDeviceRestarts()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 3)).Add(TestBatch.State(6)).Add(_boot with { Boot = 2 });

        Assert.Equal("1-3, transit 4+2, restart 6, boot", run.Take());
    }

    [Fact]
    public void ARetainedStateBeforeTheFirstBatchLosesNothing()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(100, waiting: 5), retained: true).Wait(10).Add(TestBatch.Of(95, 5));
        Assert.Equal("95-99", run.Take());

        run = new TimelineRun().Add(TestBatch.State(100), retained: true).Add(TestBatch.Of(40, 5));
        Assert.Equal("40-44", run.Take());

        run = new TimelineRun().Add(TestBatch.State(100), retained: true).Add(TestBatch.Of(200, 5)).Wait(10);
        Assert.Equal("200-204", run.Take());
    }

    [Fact]
    public void AfterALiveStateEverythingThatWaitedMustCome()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(100, waiting: 5)).Add(TestBatch.Of(100, 2)).Wait(5);
        Assert.Equal("transit 95+5, 100-101", run.Take());

        run = new TimelineRun().Add(TestBatch.State(100, waiting: 5)).Add(TestBatch.Of(90, 2)).Wait(5);
        Assert.Equal("90-91", run.Take());
    }

    [Fact]
    public void WhatOthersOvertookComesInOrderAsLongAsNothingHasComeOut()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(5)).Add(TestBatch.Of(7, 1)).Add(TestBatch.Of(4, 1) with { Overflow = 1 }).Wait(5);
        Assert.Equal("overflow 3+1, 4, transit 5+2, 7", run.Add(TestBatch.Of(2, 1)).Take());

        // Also where it was made so long before that it might be of a later boot with the same id.
        run = new TimelineRun().Add(TestBatch.State(5)).Add(TestBatch.Of(7, 1)).Add(_boot with { First = 1, Count = 2, Sealed = 10 }).Wait(5);
        Assert.Equal("boot, 1-2, transit 3+4, 7", run.Take());
    }

    [Fact]
    public void ABootOfWhichALiveStateTellsFirstComesWhole()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 2) with { Boot = 1, HasBoot = true });
        run.Add(TestBatch.State(3) with { Boot = 2 }).Wait(4);
        run.Add(TestBatch.Of(1, 2) with { Boot = 2, HasBoot = true });

        Assert.Equal("boot, 1-2, restart 3, boot, 1-2", run.Wait(60).Take());
    }

    [Fact]
    public void ARetainedStateOfALaterBootDoesNotEndTheOneBefore()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(3) with { Boot = 2 }, retained: true);
        run.Add(TestBatch.Of(7, 3)).Add(_boot with { Boot = 2, Count = 2 });

        Assert.Equal("7-9, restart 10, boot, 1-2", run.Take());
    }

    [Fact]
    public void ACheckpointSkipsWhatWasHandled()
    {
        TimelineRun run = new TimelineRun(new Checkpoint("hall", 0xB001, 5)).Add(_boot with { First = 4, Count = 4 });
        Assert.Equal("6-7", run.Take());

        run = new TimelineRun(new Checkpoint("hall", 0xB001, 5)).Add(TestBatch.Of(8, 1)).Wait(5);
        Assert.Equal("transit 6+2, 8", run.Take());

        run = new TimelineRun(new Checkpoint("hall", 0xB001, 5)).Add(_boot with { Boot = 2, Count = 1 });
        Assert.Equal("restart 6, boot, 1", run.Take());
    }

    [Fact]
    public void WhatComesAgainOfABootBeforeTheCheckpointsHasBeenHandled()
    {
        TimelineRun run = new TimelineRun(new Checkpoint("hall", 2, 0)).Add(TestBatch.State(3) with { Boot = 2 }, retained: true);
        run.Add(TestBatch.Of(36, 2)).Add(_boot with { Boot = 2, Count = 2 }).Add(TestBatch.Of(36, 2)).Wait(10);

        Assert.Equal("1-2", run.Take());
        Assert.Equal((4, 0), (run.Timeline.Stats.Duplicates, run.Timeline.Stats.Late));
    }

    [Fact]
    public void AnotherBootThanTheCheckpointsIsNewerWhereThatDoesNotComeAfterIt()
    {
        TimelineRun run = new TimelineRun(new Checkpoint("hall", 2, 7)).Add(TestBatch.State(8) with { Boot = 2 }, retained: true);
        run.Add(_boot with { Count = 2 }).Add(TestBatch.Of(3, 1)).Wait(4);
        Assert.Equal("", run.Take());
        run.Timeline.Expire(run.Now.AddHours(1), DateTimeOffset.MaxValue);
        Assert.Equal("", run.Take());
        Assert.Equal("restart 8, boot, 1-3", run.Wait(1).Take());

        run = new TimelineRun(new Checkpoint("hall", 2, 7)).Add(TestBatch.State(8) with { Boot = 2 }, retained: true);
        Assert.Equal("restart 8, boot, 1-2", run.Add(_boot with { Count = 2 }).Add(TestBatch.State(3)).Take());
    }

    [Fact]
    public void EveryEventIsACheckpoint()
    {
        List<NanoEvent> events = new TimelineRun().Add(_boot with { First = 3, Count = 2, Overflow = 2 })
            .Add(_boot with { Boot = 2 }).TakeEvents();

        Assert.Equal([0u, 2u, 3u, 4u, 4u, 0u], events.Select(e => e.Checkpoint.Sequence));
        Assert.Equal([0xB001, 0xB001, 0xB001, 0xB001, 0xB001, 2], events.Select(e => e.Checkpoint.BootId));
    }

    [Fact]
    public void BytesThatAreNoBatchChangeNothing()
    {
        var run = new TimelineRun();

        Assert.False(run.Timeline.TryAdd("hello, world"u8.ToArray(), run.Now, false, out BatchError why));

        Assert.Equal(BatchFault.UnknownVersion, why.Fault);
        Assert.Equal("1-2", run.Add(TestBatch.Of(1, 2)).Take());
    }
}
