using Xunit;

namespace NanoEvents.Tests;

/// <summary>Short batches have a wall clock and the low byte of an uptime: they are dated alone, and placed by what the boot has told before.</summary>
public sealed class ShortBatchTests
{
    private const int A = 0xA;
    private const int B = 0xB;
    private const long Zero = TestBatch.Year2025;
    private readonly List<Notice> _notices = [];

    [Fact]
    public void ItIsDatedAlone()
    {
        List<NanoEvent> events = [];

        Assert.True(BatchDecoder.TryDecode(Short(1, 2, 100).ToArray(), events, out _));

        Assert.Equal([(2025, ClockQuality.Synchronized), (2025, ClockQuality.Synchronized)], events.Select(e => (e.Time!.Value.Year, e.Clock)));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 1, 40, TimeSpan.Zero), events[0].Time);
        Assert.Equal(TimeSpan.FromMilliseconds(10), events[0].TimeError);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(5, 7)]
    [InlineData(8, 15)]
    [InlineData(32767, 32767)]
    public void ItsErrorIsRoundedUp(int told, int read)
    {
        List<NanoEvent> events = [];

        BatchDecoder.TryDecode((Short(1, 1, 100) with { AnchorError = told }).ToArray(), events, out _);

        Assert.Equal(TimeSpan.FromMilliseconds(10 * (read + 1)), events[0].TimeError);
    }

    [Fact]
    public void AClockThatIsAheadDoesNotDateItsEvents()
    {
        TimelineRun run = Run().Add(Short(1, 1, 100) with { Anchor = 200_000_000_000 });

        NanoEvent e = Assert.Single(run.TakeEvents());
        Assert.Equal((TimelineRun.Start, ClockQuality.Estimated), (e.Time, e.Clock));
        Assert.Equal(NoticeKind.Clock, Assert.Single(_notices).Kind);
    }

    [Fact]
    public void AClockThatHasNotBeenSetDatesNothing()
    {
        NanoEvent e = Assert.Single(Run().Add(Short(1, 1, 100) with { Anchor = 0 }).TakeEvents());

        Assert.Equal((TimelineRun.Start, ClockQuality.Estimated), (e.Time, e.Clock));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(-16)]
    [InlineData(150)]
    public void ARepeatedBatchIsARepetitionWhateverItsClockSaysNow(int movedTicks)
    {
        TimelineRun run = Run().Add(Long(1, 2, 100)).Add(Short(3, 2, 101)).Add(Short(5, 2, 102));

        run.Add(Short(3, 2, 101) with { Anchor = Zero + movedTicks }).Wait(10);

        Assert.Equal("1-6", run.Take());
        Assert.Equal(2, run.Stats.Duplicates);
    }

    [Fact]
    public void AnotherEventUnderAKnownNumberIsOfALaterBootWithTheSameId()
    {
        TimelineRun run = Run().Add(Long(1, 2, 100)).Add(Short(3, 2, 101)).Wait(4);

        run.Add(Long(1, 2, 3) with { HasBoot = true }).Wait(1).Add(Short(3, 1, 4)).Wait(10);

        Assert.Equal("1-4, restart 5, boot, 1-3", run.Take());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ALateBatchOfTheBootBeforeIsNotOfALaterBootWithTheSameIdThatHasNotToldSuchATime(bool hasToldItsTime)
    {
        // This reader has not heard when the first boot began. Its numbers 5 to 8 come after their patience, when the device has restarted.
        TimelineRun run = Run().Add(Short(1, 4, 100)).Add(Short(9, 8, 105)).Wait(10);
        run.Add(State(3, 0.04) with { Waiting = 2, Anchor = hasToldItsTime ? Zero + 20_000 : null });

        run.Add(Short(5, 1, 102)).Add(Short(6, 3, 103)).Wait(2);
        run.Add(Long(1, 4, 2) with { HasBoot = true, Anchor = null }).Add(Long(5, 1, 2.02) with { Anchor = null }).Wait(10);

        Assert.Equal("1-4, transit 5+4, 9-16, restart 17, boot, 1-5", run.Take());
        Assert.Equal(4, run.Stats.Late);
    }

    [Fact]
    public void ABoardThatWasTakenForOverGoesOnWithShortBatches()
    {
        TimelineRun run = Run().Add(Long(1, 1, 100)).Wait(60).Add(State(2, 160)).Wait(40);
        run.Add(Long(1, 2, 2) with { Boot = B, HasBoot = true }).Wait(20);
        Assert.Equal("1, restart 2, boot, 1-2", run.Take());

        run.Add(Short(2, 1, 220)).Add(Short(3, 1, 220.5)).Wait(10);

        Assert.Equal("2-3", run.Take());
        Assert.Equal([A, B], run.Timeline.GetState().ClashingBoots.Order());
    }

    [Fact]
    public void WhatWasOnItsWayWhenTheDeviceRestartedDoesNotBringTheOldBootBack()
    {
        TimelineRun run = Run().Add(Long(1, 3, 100)).Wait(4);
        run.Add(Long(1, 1, 2) with { Boot = B, HasBoot = true }).Wait(10).Add(Short(4, 2, 101)).Wait(10);

        Assert.Equal("1-3, restart 4, boot, 1", run.Take());
        Assert.Empty(_notices);
    }

    [Fact]
    public void TwoBoardsOfWhichOnlyShortBatchesAreHeardAreNamed()
    {
        TimelineRun run = Run();
        for (uint i = 1; i < 9; i++)
        {
            double seconds = (run.Now - TimelineRun.Start).TotalSeconds;
            run.Add(Short(i, 1, 100 + seconds)).Wait(1);
            if (i > 3)
            {
                run.Add(Short(i - 3, 1, 7001 + seconds) with { Boot = B });
            }
        }

        List<NanoEvent> events = run.Wait(10).TakeEvents();
        Assert.Equal(Enumerable.Range(1, 8), events.Where(e => e.BootId == A).Select(e => (int)e.Sequence!));
        Assert.Equal(Enumerable.Range(1, 5), events.Where(e => e.BootId == B).Select(e => (int)e.Sequence!));
        Assert.Equal(NoticeKind.NameClash, Assert.Single(_notices).Kind);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(16, true)]
    [InlineData(-16, true)]
    [InlineData(17, false)]
    [InlineData(-17, false)]
    [InlineData(128, false)]
    public void AnUptimeIsKnownWhereTheAnchorLeadsNearToItsLowByte(int movedTicks, bool isKnown)
    {
        var uptimes = new ShortUptimes();
        BatchReader.TryRead(State(1, 200).ToArray(), out Batch state, out _);
        uptimes.Learn(state);

        BatchReader.TryRead((Short(1, 1, 70_000) with { Anchor = Zero + movedTicks }).ToArray(), out Batch batch, out _);

        Assert.Equal(isKnown ? 7_000_000 : -1, uptimes.FirstOf(batch));
    }

    [Theory]
    [InlineData(0, 7_000_000)]
    [InlineData(7100, 192)]
    [InlineData(-600, 192)]
    public void TheAnchorOfARetainedStateIsSupposedWhereItFits(int setTicks, long uptime)
    {
        // The clock may have been set since. Then the uptime is supposed to be the low byte of the true one, 7,000,000 ticks.
        var uptimes = new ShortUptimes();
        BatchReader.TryRead(State(1, 200).ToArray(), out Batch kept, out _);
        BatchReader.TryRead((Short(1, 1, 70_000) with { Anchor = Zero + setTicks }).ToArray(), out Batch batch, out _);

        uptimes.Suppose(kept);
        uptimes.Suppose(batch);

        Assert.Equal(uptime, uptimes.FirstOf(batch));
        Assert.False(uptimes.AreTold);
    }

    [Fact]
    public void AnImpossibleCheckpointIsFoundByShortBatchesThoughTheClockWasSetSinceTheRetainedState()
    {
        var run = new TimelineRun(new Checkpoint("hall", A, 900));
        run.Timeline.NoticeReceived += _notices.Add;
        run.Add(State(5, 32), retained: true).Wait(8);

        foreach (uint i in (uint[])[0, 1, 2])
        {
            run.Add(Short(12 + i, 1, 80 + i) with { Anchor = Zero - 15_728_000 }).Wait(1);
        }

        Assert.Equal("12-14", run.Wait(10).Take());
        Assert.Equal(NoticeKind.Checkpoint, Assert.Single(_notices).Kind);
    }

    [Fact]
    public void AStateBehindALinkThatHungIsOfTheBootWhoseAnchorItTells()
    {
        // Somebody has made up a boot, so this one has been told as over.
        TimelineRun run = Run().Add(Long(1, 2, 1.5)).Wait(20).Add(Long(1, 1, 2) with { Boot = B }).Wait(70);
        Assert.Equal("1-2, restart 3, 1", run.Take());

        run.Add(State(4, 40) with { Waiting = 1 }).Add(Long(3, 1, 41)).Wait(10);

        Assert.Equal("3", run.Take());
        Assert.Contains("had been told as over: it did not restart", Assert.Single(_notices).Text);
    }

    [Fact]
    public void AForgedBatchWithWildTimesCostsNothing()
    {
        TimelineRun run = Run().Add(Long(1, 1, 100)).Wait(2).Add(State(2, 102));

        run.Add(Short(2, 1, 102) with { Anchor = (1L << 40) - 1 - 10_200 }).Wait(1).Add(Short(3, 1, 103)).Wait(1).Add(Short(4, 1, 104)).Wait(10);

        Assert.Equal("1-4", run.Take());
    }

    private static TestBatch Short(uint first, int count, double raisedSeconds) =>
        TestBatch.Of(first, count) with { Boot = A, Raised = (long)(raisedSeconds * 100), Anchor = Zero, IsShort = true };

    private static TestBatch Long(uint first, int count, double sealedSeconds) =>
        TestBatch.Of(first, count) with { Boot = A, Sealed = (long)(sealedSeconds * 100), Anchor = Zero };

    private static TestBatch State(uint next, double sealedSeconds) => TestBatch.State(next) with { Boot = A, Sealed = (long)(sealedSeconds * 100), Anchor = Zero };

    private TimelineRun Run()
    {
        var run = new TimelineRun();
        run.Timeline.NoticeReceived += _notices.Add;
        return run;
    }
}
