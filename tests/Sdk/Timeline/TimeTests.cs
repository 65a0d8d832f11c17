using Xunit;

namespace NanoEvents.Tests;

public sealed class TimeTests
{
    private static readonly DateTimeOffset _year2025 = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TestBatch _one = TestBatch.Of(1, 1) with { Sealed = 500 };

    [Fact]
    public void AnAnchorDatesExactlyToItsErrorAndOneTick()
    {
        NanoEvent e = First(new TimelineRun().Add(_one with { Anchor = TestBatch.Year2025, AnchorError = 3 }));

        Assert.Equal((_year2025.AddMilliseconds(4990), ClockQuality.Synchronized), (e.Time, e.Clock));
        Assert.Equal(TimeSpan.FromMilliseconds(40), e.TimeError);
    }

    [Fact]
    public void WithoutAnAnchorTheArrivalDates()
    {
        NanoEvent e = First(new TimelineRun().Add(_one));

        Assert.Equal((TimelineRun.Start.AddMilliseconds(-10), ClockQuality.Estimated), (e.Time, e.Clock));
        Assert.Null(e.TimeError);
    }

    [Fact]
    public void AnAnchorOfTheSameBootDatesBatchesThatHaveNone()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(1) with { Anchor = TestBatch.Year2025 }, retained: true).Add(_one);

        NanoEvent e = First(run);

        Assert.Equal((_year2025.AddMilliseconds(4990), ClockQuality.Synchronized), (e.Time, e.Clock));
    }

    [Fact]
    public void AnAnchorOfALaterMessageDatesWithTheDriftInBetween()
    {
        // A state of ten hours later: 360 s of 10,000 parts.
        TestBatch state = TestBatch.State(1) with { Anchor = TestBatch.Year2025, Sealed = 3_600_000 };
        TimelineRun run = new TimelineRun().Add(state, retained: true).Add(_one with { Sealed = 1 });

        Assert.InRange(First(run).TimeError!.Value, TimeSpan.FromMilliseconds(3600), TimeSpan.FromMilliseconds(3620));
    }

    [Fact]
    public void AClockThatIsAheadOfTheArrivalDatesNeitherItsEventsNorWhatFollows()
    {
        List<Notice> notices = [];
        long year2036 = (new DateTimeOffset(2036, 2, 7, 0, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / 10;
        var run = new TimelineRun();
        run.Timeline.NoticeReceived += notices.Add;

        List<NanoEvent> events = run.Add(_one with { Anchor = year2036 }).Add(_one with { First = 2 }).Add(_one with { First = 3, Anchor = year2036 }).TakeEvents();

        Assert.All(events, e => Assert.Equal((TimelineRun.Start.AddMilliseconds(-10), ClockQuality.Estimated), (e.Time, e.Clock)));
        Notice notice = Assert.Single(notices);
        Assert.Equal(NoticeKind.Clock, notice.Kind);
        Assert.StartsWith("hall dates its events 2036-02-07", notice.Text);
    }

    [Theory]
    [InlineData(20, ClockQuality.Synchronized)]
    [InlineData(40, ClockQuality.Estimated)]
    public void AClockMayBeAheadByItsError(int aheadMs, ClockQuality clock)
    {
        long anchor = ((TimelineRun.Start - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / 10) - 500 + (aheadMs / 10);

        Assert.Equal(clock, First(new TimelineRun().Add(_one with { Anchor = anchor, AnchorError = 2 })).Clock);
    }

    [Fact]
    public void AnAnchorThatIsAheadDoesNotSpoilTheOneBefore()
    {
        TimelineRun run = new TimelineRun().Add(_one with { Anchor = TestBatch.Year2025 }).Add(_one with { First = 2, Anchor = TestBatch.Year2025 * 2 })
            .Add(_one with { First = 3 });

        List<NanoEvent> events = run.TakeEvents();

        Assert.Equal([ClockQuality.Synchronized, ClockQuality.Estimated, ClockQuality.Synchronized], events.Select(e => e.Clock));
        Assert.Equal(_year2025.AddMilliseconds(4990), events[2].Time);
    }

    [Fact]
    public void AnAnchorOfAnotherBootDatesNothing()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1) with { Boot = 2, Anchor = TestBatch.Year2025 }).Add(_one);

        Assert.Equal(ClockQuality.Estimated, run.TakeEvents()[^1].Clock);
    }

    [Fact]
    public void WhatIsHeldBackIsDatedByAnAnchorThatComesMeanwhile()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(1, 1)).Add(TestBatch.Of(3, 1) with { Sealed = 500 })
            .Add(TestBatch.Of(2, 1) with { Anchor = TestBatch.Year2025 });

        Assert.Equal(_year2025.AddMilliseconds(4990), run.TakeEvents()[^1].Time);
    }

    [Fact]
    public void WhatTheDeviceHadStoredIsDatedByTheNewestMessageOfTheSameBoot()
    {
        // A state of an hour later.
        TestBatch state = TestBatch.State(2, 1) with { Sealed = 500 + 360_000 };

        NanoEvent e = First(new TimelineRun().Add(state).Add(_one));

        Assert.Equal((TimelineRun.Start.AddHours(-1).AddMilliseconds(-10), ClockQuality.Estimated), (e.Time, e.Clock));
    }

    [Fact]
    public void AMessageThatWasKeptBackSomewhereDatesNothingLater()
    {
        // Its arrival is later than its uptime says: the batch's own says more.
        TestBatch state = TestBatch.State(2, 1) with { Sealed = 501 };

        NanoEvent e = First(new TimelineRun().Add(_one).Add(state));
        Assert.Equal(TimelineRun.Start.AddMilliseconds(-10), e.Time);
    }

    [Theory]
    [InlineData(1L << 36)]
    [InlineData(long.MaxValue)]
    public void AnUptimeThatCannotBeDatesNothingElse(long sealedTicks)
    {
        NanoEvent e = First(new TimelineRun().Add(TestBatch.State(2, 1) with { Sealed = sealedTicks }).Add(_one));

        Assert.Equal((TimelineRun.Start.AddMilliseconds(-10), ClockQuality.Estimated), (e.Time, e.Clock));
    }

    [Fact]
    public void ARetainedMessageIsNotDatedByItsArrival()
    {
        NanoEvent e = First(new TimelineRun().Add(_one, retained: true));

        Assert.Equal((null, ClockQuality.Unknown), (e.Time, e.Clock));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(94_668_479_999)]
    public void AClockThatHasNotBeenSetIsNone(long anchor)
    {
        NanoEvent e = First(new TimelineRun().Add(_one with { Anchor = anchor }));

        Assert.Equal((TimelineRun.Start.AddMilliseconds(-10), ClockQuality.Estimated), (e.Time, e.Clock));
    }

    [Fact]
    public void ATimeThatCannotBeIsUnknownAndThrowsNothing()
    {
        TestBatch far = _one with { Sealed = long.MaxValue };

        Assert.Equal((null, ClockQuality.Unknown), Dated(far));
        Assert.Equal((null, ClockQuality.Unknown), Dated(far with { Anchor = (1L << 40) - 1 }));
        Assert.Equal((null, ClockQuality.Unknown), Dated(far with { Anchor = TestBatch.Year2025, Sealed = 1L << 45 }));
    }

    [Fact]
    public void AStartIsDatedAtUptimeZero()
    {
        NanoEvent boot = First(new TimelineRun().Add(_one with { HasBoot = true, Anchor = TestBatch.Year2025 }));
        Assert.Equal((EventKind.Boot, _year2025), (boot.Kind, boot.Time));

        boot = First(new TimelineRun().Add(_one with { HasBoot = true }));
        Assert.Equal((TimelineRun.Start.AddSeconds(-5), ClockQuality.Estimated), (boot.Time, boot.Clock));
    }

    [Fact]
    public void ALossHasNoTime()
    {
        NanoEvent lost = First(new TimelineRun().Add(_one with { First = 5, Overflow = 2 }));

        Assert.Equal((EventKind.Lost, null, ClockQuality.Unknown), (lost.Kind, lost.Time, lost.Clock));
    }

    private static (DateTimeOffset?, ClockQuality) Dated(TestBatch batch)
    {
        NanoEvent e = First(new TimelineRun().Add(batch));
        return (e.Time, e.Clock);
    }

    private static NanoEvent First(TimelineRun run) => run.TakeEvents()[0];
}
