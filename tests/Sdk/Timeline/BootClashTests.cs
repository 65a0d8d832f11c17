using Xunit;

namespace NanoEvents.Tests;

/// <summary>Two boards with one name, made up boots, and ids that come again: nothing vanishes, and people are told.</summary>
public sealed class BootClashTests
{
    private const int A = 0xA;
    private const int B = 0xB;
    private readonly List<Notice> _notices = [];

    [Fact]
    public void TwoBoardsThatHaveBeenRunningBothGoOnAndAreNamed()
    {
        TimelineRun run = Run();
        int[] next = [1, 1];
        for (int i = 0; i < 22; i++)
        {
            // The one has been there for a while when the other one comes.
            (int boot, int board) = i < 2 || i % 2 == 0 ? (A, 0) : (B, 1);
            run.Add(Live(run, TestBatch.State((uint)next[board]), boot)).Add(Live(run, TestBatch.Of((uint)next[board], 2), boot)).Wait(0.7);
            next[board] += 2;
        }

        List<NanoEvent> events = run.Wait(10).TakeEvents();

        Assert.Equal(Enumerable.Range(1, 24), events.Where(e => e.BootId == A).Select(e => (int)e.Sequence!));
        Assert.Equal(Enumerable.Range(1, 20), events.Where(e => e.BootId == B).Select(e => (int)e.Sequence!));
        Assert.DoesNotContain(events, e => e.Kind == EventKind.Lost);
        Notice notice = Assert.Single(_notices);
        Assert.Equal(NoticeKind.NameClash, notice.Kind);
        Assert.Contains($"Two boards are called hall: boots {A} and {B} run", notice.Text);
        Assert.Equal([A, B], run.Timeline.GetState().ClashingBoots.Order());
    }

    [Fact]
    public void WhereNumbersBeginAt0AgainARepeatedBatchIsARepetitionAndNoOtherBoot()
    {
        // Of each number up to 112 back it is known which event it was; the repeated batch is 32 back, from before the end of the numbers.
        const uint First = uint.MaxValue - 199;
        TimelineRun run = Run();
        TestBatch[] batches = [.. Enumerable.Range(0, 26).Select(i => Live(run, TestBatch.Of(unchecked(First + (8 * (uint)i)), 8), A))];
        foreach (TestBatch batch in batches)
        {
            run.Add(batch);
        }

        run.Add(batches[21]).Wait(10);

        List<NanoEvent> events = run.TakeEvents();
        Assert.Equal(Enumerable.Range(0, 208).Select(i => (uint?)unchecked(First + (uint)i)), events.Select(e => e.Sequence));
        Assert.Equal(8, run.Timeline.Stats.Duplicates);
    }

    [Fact]
    public void OfTwoBoardsOneThatIsNotHeardOfForThreeMinutesIsOver()
    {
        TimelineRun run = Clash();
        run.TakeEvents();

        for (int i = 0; i < 4; i++)
        {
            run.Wait(60).Add(Live(run, TestBatch.State(8), A));
        }

        NanoEvent end = Assert.Single(run.TakeEvents());
        Assert.Equal((B, "restart"), (end.BootId, end.Cause));
        Assert.Empty(run.Timeline.GetState().ClashingBoots);
    }

    [Fact]
    public void AMadeUpBatchDoesNotSilenceARunningDevice()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Add(Live(TestBatch.Of(1, 1), B, 5)).Add(Live(TestBatch.Of(4, 2), A, 101));

        Assert.Equal([1u, 2u, 3u, 4u, 5u], run.Wait(5).TakeEvents().Where(e => e is { BootId: A, Sequence: not null }).Select(e => e.Sequence!.Value));
        Assert.Equal(NoticeKind.NameClash, Assert.Single(_notices).Kind);
    }

    [Fact]
    public void WhatWasOnItsWayWhenTheDeviceRestartedDoesNotBringTheOldBootBack()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4);
        run.Add(Live(TestBatch.Of(1, 1) with { HasBoot = true }, B, 2)).Wait(10).Add(Live(TestBatch.Of(4, 2), A, 101)).Wait(10);

        Assert.Equal("1-3, restart 4, boot, 1", run.Take());
        Assert.Empty(_notices);
    }

    [Fact]
    public void ASecondBoardThatIsPluggedInDoesNotLookLikeARestart()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(60).Add(Live(TestBatch.State(2), A, 160)).Wait(40);

        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 2)).Wait(2).Add(Live(TestBatch.Of(2, 1), A, 202)).Wait(10);

        Assert.Equal("1-2, boot, 1-2", run.Take());
        Assert.Equal(NoticeKind.NameClash, Assert.Single(_notices).Kind);
    }

    [Fact]
    public void ARestartThatWasNoneIsNamedWhenTheFirstBoardSpeaksAgain()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(60).Add(Live(TestBatch.State(2), A, 160)).Wait(40);

        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 2)).Wait(20);
        Assert.Equal("1, restart 2, boot, 1-2", run.Take());

        // A state is enough: it has raised nothing meanwhile.
        run.Add(Live(TestBatch.State(2), A, 220)).Wait(10).Add(Live(TestBatch.Of(2, 1), A, 231)).Wait(10);

        Assert.Equal("2", run.Take());
        Assert.Equal([A, B], run.Timeline.GetState().ClashingBoots.Order());
        Notice notice = Assert.Single(_notices);
        Assert.Equal(NoticeKind.NameClash, notice.Kind);
        Assert.Contains($"boots {B} and {A} run at the same time. Boot {A} had been told as over: it did not restart.", notice.Text);
    }

    [Fact]
    public void OfASecondBoardEverythingIsExpectedThatItsFirstStateSaysToBeStillThere()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(2).Add(Live(TestBatch.Of(2, 1), A, 102));

        // Its batches overtake each other.
        run.Add(Live(TestBatch.State(5), B, 500)).Add(Live(TestBatch.Of(6, 1), B, 502)).Add(Live(TestBatch.Of(5, 1), B, 501));

        Assert.Equal([5u, 6u], run.Wait(10).TakeEvents().Where(e => e.BootId == B).Select(e => e.Sequence ?? 0));
    }

    [Fact]
    public void ANumberThatComesAgainAsAnotherEventIsOfALaterBootWithTheSameId()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4);

        // Both boots' batches have waited at the broker, so no pace tells them apart; the first one's last batch comes twice.
        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, A, 90)).Add(Live(TestBatch.Of(1, 3), A, 100)).Add(Live(TestBatch.Of(3, 1), A, 91));

        Assert.Equal("1-3, restart 4, boot, 1-3", run.Wait(10).Take());
    }

    [Fact]
    public void ABatchThatIsTooOldForALaterBootWithTheSameIdIsNotOfIt()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(4).Add(Live(TestBatch.Of(2, 1), A, 104)).Wait(4);

        run.Add(Live(TestBatch.State(1), A, 1)).Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, A, 1)).Add(Live(TestBatch.Of(9, 1), A, 107));

        Assert.Equal("1-2, restart 3, boot, 1-2", run.Wait(10).Take());
    }

    [Fact]
    public void ABoardThatRestartsIsNotTwoBoards()
    {
        TimelineRun run = Run();
        for (uint i = 0; i < 5; i++)
        {
            run.Add(Live(run, TestBatch.State(i + 1), A)).Add(Live(run, TestBatch.Of(i + 1, 1), A)).Wait(1);
        }

        run.Wait(0.5).Add(Live(TestBatch.State(1), B, 0.4)).Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 0.4)).Wait(3);

        Assert.Equal("1-5, restart 6, boot, 1-2", run.Take());
        Assert.Empty(_notices);
    }

    [Fact]
    public void WhatWaitedForASlowReaderComesAtItsPaceAndDoesNotMakeTwoBoardsOfOne()
    {
        // The device had restarted long before its first boot's batches came, by chance as fast as they had been made.
        TimelineRun run = Run();
        for (uint i = 1; i < 6; i++)
        {
            run.AddHeldBack(Live(TestBatch.Of(i, 1), A, 100 + i)).Wait(1);
        }

        run.AddHeldBack(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 3)).Wait(3);

        Assert.Equal("1-5, restart 6, boot, 1-2", run.Take());
        Assert.Empty(_notices);
    }

    [Fact]
    public void OfTwoBoardsThatASlowReaderKnowsNeitherVanishes()
    {
        TimelineRun run = Run();
        for (uint i = 1; i < 6; i++)
        {
            run.AddHeldBack(Live(run, TestBatch.Of(i, 1), A)).Wait(1).AddHeldBack(Live(run, TestBatch.Of(i, 1), B)).Wait(1);
        }

        List<NanoEvent> events = run.Wait(10).TakeEvents();

        Assert.All([A, B], boot => Assert.Equal([1u, 2u, 3u, 4u, 5u], events.Where(e => e.BootId == boot && e.Sequence is not null).Select(e => e.Sequence!.Value)));
        Assert.NotEmpty(_notices);
    }

    [Fact]
    public void BatchesThatAreAllLateDoNotMakeTwoBoardsOfOneWhoseRetainedStateTellsWhenItBegan()
    {
        TimelineRun run = Run().Add(Live(TestBatch.State(12), A, 57), retained: true).Wait(20);
        run.Add(Live(TestBatch.Of(12, 1), A, 60)).Wait(10).Add(Live(TestBatch.Of(13, 1), A, 70)).Wait(5);

        run.Add(Live(TestBatch.State(3, 2), B, 0.1)).Wait(5).Add(Live(TestBatch.Of(14, 1), A, 80)).Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 0.2)).Wait(10);

        Assert.Equal("12-14, restart 15, boot, 1-2", run.Take());
        Assert.Empty(_notices);
    }

    [Fact]
    public void ACheckpointsBootThatWasTakenForOverGoesOnWhenItsBatchesCome()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(TestBatch.State(8) with { Boot = A }, retained: true);
        run.Add(Live(TestBatch.Of(1, 2), B, 3)).Wait(11);
        Assert.Equal("restart 8, 1-2", run.Take());

        run.Add(Live(TestBatch.Of(8, 2), A, 100));

        Assert.Equal("8-9", run.Wait(10).Take());
        Assert.Contains($"Boot {A} had been told as over", Assert.Single(_notices).Text);
    }

    [Fact]
    public void WhatWasTakenForHandledAndIsToldAsLostDoesNotComeOutToo()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(TestBatch.State(8) with { Boot = A }, retained: true);
        run.Add(Live(TestBatch.Of(158, 2), B, 300)).Add(Live(TestBatch.Of(160, 1), B, 301)).Add(Live(TestBatch.Of(8, 1), A, 100)).Wait(1);

        // The second board had not received the acknowledgement, and sends its last batch again.
        run.Add(Live(TestBatch.State(162, 2), B, 302)).Add(Live(TestBatch.Of(160, 1), B, 301)).Add(Live(TestBatch.Of(161, 1), B, 302.1));

        Assert.Equal("8, transit 158+3, 161", run.Wait(10).Take());
        Assert.Equal(1, run.Stats.Late);
    }

    [Fact]
    public void StatesOfOtherBootsDoNotPushARunningOneOutOfMemory()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100));
        for (int boot = 1000; boot < 1100; boot++)
        {
            run.Add(Live(TestBatch.State(7), boot, 50));
        }

        Assert.Equal("1-5", run.Add(Live(TestBatch.Of(4, 2), A, 101)).Wait(10).Take());
    }

    [Fact]
    public void MadeUpBootsByTheHundredDoNotEndTheOneThatRuns()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(1).Add(Live(TestBatch.Of(4, 1), A, 101)).Wait(1).Add(Live(TestBatch.Of(5, 1), A, 102));
        for (int boot = 1000; boot < 1100; boot++)
        {
            run.Add(Live(TestBatch.Of(1, 1), boot, 50));
        }

        run.Wait(1).Add(Live(TestBatch.Of(6, 2), A, 103));

        Assert.Equal([1u, 2u, 3u, 4u, 5u, 6u, 7u], run.TakeEvents().Where(e => e is { BootId: A, Sequence: not null }).Select(e => e.Sequence!.Value));
        Assert.InRange(_notices.Count, 1, 10);
    }

    [Fact]
    public void ANewBootThatHasDrawnTheSameIdComesWhole()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 9), A, 5000)).Wait(5);
        run.Add(Live(TestBatch.State(1, 0), A, 2)).Add(Live(TestBatch.Of(1, 3) with { HasBoot = true }, A, 3));

        Assert.Equal("1-9, restart 10, boot, 1-3", run.Wait(10).Take());
    }

    [Fact]
    public void ANewBootThatHasDrawnTheSameIdIsKnownByItsFirstStateThoughTheOldOneWasShort()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 9), A, 20)).Wait(5);
        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, A, 2)).Wait(0.1).Add(Live(TestBatch.State(3), A, 2.1)).Add(Live(TestBatch.Of(3, 1), A, 3));

        Assert.Equal("1-9, restart 10, boot, 1-3", run.Wait(10).Take());
    }

    [Fact]
    public void WhatTheNewBootSentBeforeItsFirstStateIsDelivered()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 9), A, 20)).Wait(5).Add(Live(TestBatch.Of(1, 2), A, 2)).Wait(60);

        run.Add(Live(TestBatch.State(3), A, 62)).Wait(10);

        Assert.Equal("1-9, restart 10, 1-2", run.Take());
    }

    [Fact]
    public void ABatchThatIsRepeatedLongAfterwardsIsADuplicate()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 2), A, 5)).Wait(20).Add(Live(TestBatch.Of(3, 2), A, 25)).Add(Live(TestBatch.Of(1, 2), A, 5)).Wait(10);

        Assert.Equal("1-4", run.Take());
        Assert.Equal((2, 0), (run.Stats.Duplicates, run.Stats.Late));
    }

    [Fact]
    public void WhatWasTakenForAnOlderBootIsToldAsLostWhenThatBootGoesOn()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(TestBatch.State(8) with { Boot = A }, retained: true);
        run.Add(Live(TestBatch.Of(3, 2), B, 30)).Add(Live(TestBatch.Of(8, 1), A, 100)).Wait(1);

        run.Add(Live(TestBatch.Of(5, 1), B, 31));

        Assert.Equal("8, transit 3+2, 5", run.Take());
    }

    [Fact]
    public void ACheckpointAboveWhatTheDeviceHasRaisedIsSaidAndDropsNothing()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 1000));

        run.Add(Live(TestBatch.State(4), A, 100)).Add(Live(TestBatch.Of(2, 2), A, 101)).Add(Live(TestBatch.Of(4, 2), A, 102));

        Assert.Equal("2-5", run.Wait(10).Take());
        Notice notice = Assert.Single(_notices);
        Assert.Equal(NoticeKind.Checkpoint, notice.Kind);
        Assert.Contains("number 1000", notice.Text);
    }

    [Fact]
    public void ACheckpointThatCannotBeIsFoundByWhatTheDeviceSends()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 1000));
        for (uint i = 1; i <= 4; i++)
        {
            run.Add(Live(run, TestBatch.Of(i, 1), A)).Wait(1);
        }

        Assert.Equal("1-4", run.Take());
        Assert.Equal(NoticeKind.Checkpoint, Assert.Single(_notices).Kind);
    }

    [Fact]
    public void WhatWasTakenForHandledIsToldAsLostWhenTheCheckpointTurnsOutWrong()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 1000)).Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(6);

        run.Add(Live(TestBatch.State(4), A, 106)).Add(Live(TestBatch.Of(4, 1), A, 107));

        Assert.Equal("transit 1+3, 4", run.Wait(10).Take());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasTakenForOlderThanACheckpointIsToldAsLostWhenTheCheckpointTurnsOutWrong(bool isByState)
    {
        // Boot A was followed by B, and B by a boot that has drawn A's id again.
        TimelineRun run = Run(new Checkpoint("hall", A, 1000)).Add(TestBatch.State(3) with { Boot = A }, retained: true);
        run.Add(Live(TestBatch.Of(1, 4) with { HasBoot = true }, B, 1)).Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, A, 1));

        run.Wait(2).Add(Live(isByState ? TestBatch.State(3) : TestBatch.Of(3, 1), A, 3)).Wait(10);

        List<NanoEvent> events = run.TakeEvents();
        Assert.Equal(("transit", 1u, 4L), events.Where(e => e.BootId == B).Select(e => (e.Cause!, e.From!.Value, e.Count!.Value)).Single());
        Assert.Equal(isByState ? [1u, 2u] : [1u, 2u, 3u], events.Where(e => e.BootId == A).Select(e => e.Sequence!.Value));
        Assert.Equal(4, run.Stats.Lost);
    }

    [Fact]
    public void TheDoubtOfACheckpointEndsThoughTheBrokerIsKeptBusy()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(TestBatch.State(8) with { Boot = A }, retained: true);
        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 3));

        run.Timeline.Expire(run.Now.AddSeconds(11), DateTimeOffset.MaxValue, TimelineRun.Start);

        Assert.Equal("restart 8, boot, 1-2", run.Take());
    }

    [Fact]
    public void ManyDoubtfulBatchesAreNotHeldForEver()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(TestBatch.State(8) with { Boot = A }, retained: true);
        for (uint i = 0; i < 100; i++)
        {
            run.Add(Live(TestBatch.Of(i + 1, 1), B, 3 + i));
        }

        Assert.Equal("restart 8, 1-100", run.Take());
    }

    [Fact]
    public void WhatADeviceSendsAgainInOtherBatchesDoesNotMakeItsCheckpointWrong()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 38)).Add(Live(TestBatch.Of(17, 22) with { Raised = 800 }, A, 23)).Wait(4);

        // No acknowledgement had come: it sends the same events in two batches.
        run.Add(Live(TestBatch.Of(17, 11) with { Raised = 800 }, A, 27)).Add(Live(TestBatch.Of(28, 11) with { Raised = 811 }, A, 27.1)).Add(Live(TestBatch.Of(39, 1), A, 27.2));

        Assert.Equal("39", run.Wait(10).Take());
        Assert.Empty(_notices);
    }

    [Fact]
    public void ABootOfWhichOnlyStatesComeIsReportedLostAfterThePatience()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4).Add(Live(TestBatch.State(1), B, 0.1)).Wait(60);

        Assert.Equal("1-3", run.Add(Live(TestBatch.State(6), B, 60.1)).Wait(4.9).Take());
        Assert.Equal("restart 4, transit 1+5", run.Wait(0.2).Take());
        Assert.Equal("6", run.Add(Live(TestBatch.Of(6, 1), B, 66)).Take());
    }

    [Fact]
    public void ABootBetweenOfWhichOneStateHasComeIsToldBeforeALaterOneAndIsNoSecondBoard()
    {
        const int C = 0xC;
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4).Add(Live(TestBatch.State(3, 2), B, 0.06)).Wait(3);
        run.Add(Live(TestBatch.State(3, 2), C, 0.02)).Wait(2.4).Add(Live(TestBatch.State(4), C, 2.42)).Wait(5.1);

        // Its first batch has been on its way for long.
        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 0.1)).Wait(1).Add(Live(TestBatch.Of(4, 1), C, 10));

        List<NanoEvent> events = run.Wait(10).TakeEvents();
        Assert.Equal([A, A, A, A, B, C, C], events.Select(e => e.BootId));
        Assert.Equal(["restart", "restart", "transit"], events.Where(e => e.Kind == EventKind.Lost).Select(e => e.Cause));
        Assert.Equal(2, run.Stats.Late);
        Assert.Empty(_notices);
    }

    [Fact]
    public void OfTwoBoardsOfWhichOnlyStatesHaveComeNeitherIsTheBootBetween()
    {
        const int C = 0xC;
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4);
        for (uint i = 0; i < 4; i++)
        {
            run.Add(Live(TestBatch.State(i + 1), B, 70 + (2 * i))).Wait(1).Add(Live(TestBatch.State(i + 9), C, 70.9 + (2 * i))).Wait(1);
        }

        run.Add(Live(TestBatch.Of(4, 2), B, 79)).Wait(10);

        List<NanoEvent> events = run.TakeEvents();
        Assert.Equal([A], events.Where(e => e.Cause == "restart").Select(e => e.BootId));
        Assert.Equal([4u, 5u], events.Where(e => e.BootId == B && e.Sequence is not null).Select(e => e.Sequence!.Value));
        Assert.Equal(3, events.Where(e => e.BootId == B && e.Kind == EventKind.Lost).Sum(e => e.Count));
    }

    [Fact]
    public void ABootOfWhichOnlyStatesComeDoesNotShortenThePatienceForTheBootBefore()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4).Add(Live(TestBatch.State(1), B, 0.1)).Wait(60).Add(Live(TestBatch.State(6), B, 60.1));

        // The broker still sends what the boot before had left behind.
        run.Wait(3).Add(Live(TestBatch.Of(6, 1), A, 102)).Wait(3).Add(Live(TestBatch.Of(9, 1), A, 103));

        Assert.Equal("1-3", run.Wait(1.9).Take());
        Assert.Equal("transit 4+2, 6", run.Wait(0.2).Take());
        Assert.Equal("", run.Wait(2.8).Take());
        Assert.Equal("transit 7+2, 9, restart 10, transit 1+5", run.Wait(0.2).Take());
    }

    [Fact]
    public void OfAFirstBootWhatLeftTheDeviceAfterItsFirstStateIsReportedLost()
    {
        TimelineRun run = Run().Add(Live(TestBatch.State(3), A, 20)).Wait(60).Add(Live(TestBatch.State(6), A, 80));

        Assert.Equal("transit 3+3", run.Wait(5.1).Take());
    }

    [Fact]
    public void ACheckpointsBootIsOverWhenOnlyStatesOfALaterBootCome()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(Live(TestBatch.State(3), B, 20)).Wait(60).Add(Live(TestBatch.State(6), B, 80));

        Assert.Equal("restart 8, transit 1+2, transit 3+3", run.Wait(5.1).Take());
    }

    [Fact]
    public void OneStateOfAnotherBootEndsNone()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 100)).Wait(4).Add(Live(TestBatch.State(6), B, 50)).Wait(60);

        Assert.Equal("1-4", run.Add(Live(TestBatch.Of(4, 1), A, 164)).Wait(10).Take());
    }

    [Fact]
    public void ALaterBootWithTheSameIdIsKnownByWhatWaitsOnIt()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, A, 1)).Wait(1).Add(Live(TestBatch.Of(3, 1), A, 2)).Wait(5000);

        // Everything of the first one has left it; of this one nothing has.
        run.Add(Live(TestBatch.State(937, 936), A, 2700)).Add(Live(TestBatch.Of(900, 37) with { HasBoot = true, Overflow = 899 }, A, 2700.1));

        Assert.Equal("boot, 1-3, restart 4, boot, overflow 1+899, 900-936", run.Wait(10).Take());
    }

    [Fact]
    public void WhatADeviceAnnouncesAsDroppedDoesNotMakeItALaterBoot()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 2), A, 1)).Wait(1).Add(Live(TestBatch.Of(6, 2) with { Overflow = 3, Raised = 150 }, A, 2)).Wait(1);

        run.Add(Live(TestBatch.State(9, 6), A, 3)).Add(Live(TestBatch.Of(6, 3) with { Overflow = 3, Raised = 150 }, A, 3.1));

        Assert.Equal("1-2, overflow 3+3, 6-8", run.Wait(10).Take());
    }

    [Fact]
    public void ALaterBootWithTheIdOfOneThatIsOverBeginsAnew()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 26)).Add(Live(TestBatch.State(1), B, 1)).Add(Live(TestBatch.Of(1, 1) with { HasBoot = true }, B, 1)).Wait(3600);

        run.Add(Live(TestBatch.State(4, 3), A, 0)).Add(Live(TestBatch.Of(1, 3) with { HasBoot = true }, A, 0.1)).Wait(9).Add(Live(TestBatch.Of(4, 1), A, 9));

        Assert.Equal("restart 27, boot, 1, boot, 1-3, restart 2, 4", run.Wait(10).Take());
    }

    [Fact]
    public void AnImpossibleCheckpointIsFoundThoughItsBootWasTakenForOver()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 1000)).Add(Live(TestBatch.Of(1, 1) with { HasBoot = true }, B, 1)).Wait(60);

        run.Add(Live(TestBatch.Of(6, 2), A, 100)).Wait(1).Add(Live(TestBatch.State(8), A, 101)).Add(Live(TestBatch.Of(8, 1), A, 102));

        Assert.Equal("restart 1001, boot, 1, transit 6+2, 8", run.Wait(10).Take());
        Assert.Contains(_notices, notice => notice.Kind == NoticeKind.Checkpoint);
    }

    [Fact]
    public void AfterAnImpossibleCheckpointWhatComesBelowTheFirstNumberIsToldAsLost()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 1000)).Add(Live(TestBatch.Of(6, 2), A, 100)).Wait(1).Add(Live(TestBatch.State(8), A, 101));

        run.Add(Live(TestBatch.Of(3, 1), A, 99)).Add(Live(TestBatch.Of(4, 1), A, 99.1)).Add(Live(TestBatch.Of(8, 1), A, 102));

        Assert.Equal("6-7, transit 3+3, 8", run.Wait(10).Take());
    }

    [Fact]
    public void AnImpossibleCheckpointDoesNotGoBackBehindWhatIsToldAsLost()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 1000)).Add(Live(TestBatch.Of(1, 1) with { HasBoot = true }, B, 1)).Wait(60);

        run.Add(Live(TestBatch.Of(6, 2), A, 100)).Wait(1).Add(Live(TestBatch.State(8), A, 101)).Add(Live(TestBatch.Of(3, 1), A, 99)).Add(Live(TestBatch.Of(8, 1), A, 102));

        Assert.Equal("restart 1001, boot, 1, transit 6+2, transit 3+3, 8", run.Wait(10).Take());
    }

    [Fact]
    public void WhatWaitedOfASecondBoardComesOutWhenItsNextMessageShowsThatItRanBefore()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(2).Add(Live(TestBatch.Of(2, 1), A, 102));
        run.Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 0.1)).Wait(0.1);

        // The first batch had been on its way for longer than this one.
        run.Add(Live(TestBatch.Of(3, 1), B, 1.6));

        Assert.Equal([0u, 1u, 2u, 3u], run.Wait(10).TakeEvents().Where(e => e.BootId == B).Select(e => e.Sequence ?? 0));
    }

    [Fact]
    public void BatchesThatComeAtThePaceAtWhichTheyWereMadeAreNotOfALaterBoot()
    {
        // A slow reader: a state overtakes the batches that wait at the broker.
        TimelineRun run = Run().Add(Live(TestBatch.State(6), A, 60)).Wait(25).Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, A, 0.1));
        for (uint i = 3; i < 6; i++)
        {
            run.Wait(1).Add(Live(TestBatch.Of(i, 1), A, i - 1.9));
        }

        Assert.Equal("boot, 1-5", run.Wait(10).Take());
    }

    [Fact]
    public void AStateBehindALinkThatHungDoesNotMakeALaterBootOfOneThatBatchesShowToGoOn()
    {
        // Somebody forges a boot. The batch does not bring the old one back: it may have been on its way before.
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 3), A, 1)).Wait(4).Add(Live(TestBatch.Of(1, 1), B, 10)).Wait(3);
        run.Add(Live(TestBatch.Of(4, 3), A, 2)).Wait(60);

        // It is 20 s late, as if the boot had begun long after the forged one.
        run.Add(Live(TestBatch.State(7), A, 47)).Wait(1).Add(Live(TestBatch.State(7), A, 68)).Wait(2).Add(Live(TestBatch.State(7), A, 70)).Wait(10);

        Assert.Equal("1-3, restart 4, 1, transit 4+3", run.Take());
    }

    [Fact]
    public void WhatABootRaisesAfterItsReportedEndIsToldThoughALaterOneHasItsId()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 2), A, 100)).Wait(2).Add(Live(TestBatch.Of(3, 1), A, 102)).Wait(1);

        // A batch of another boot with the same id had been on its way: the later one is the first.
        run.Add(Live(TestBatch.Of(1, 1) with { HasBoot = true }, A, 0.1)).Wait(5).Add(Live(TestBatch.Of(4, 1), A, 108));

        Assert.Equal("1-3, restart 4, boot, 1, transit 4+1", run.Wait(10).Take());
    }

    [Fact]
    public void ALaterBootWithTheSameIdIsKnownByItsUptimeThoughTheFirstOnesBatchesHadWaited()
    {
        // They come at once, so their pace says nothing of when they were made.
        TimelineRun run = Run(new Checkpoint("hall", A, 20)).Add(Live(TestBatch.Of(21, 1), A, 5000)).Wait(2).Add(Live(TestBatch.Of(22, 1), A, 5100)).Wait(30);

        run.Add(Live(TestBatch.State(9, 3), A, 60)).Add(Live(TestBatch.Of(6, 3), A, 60.1));

        Assert.Equal("21-22, restart 23, transit 1+5, 6-8", run.Wait(10).Take());
    }

    [Fact]
    public void OfABootBesideAnotherWhatComesAfterItsBeginningIsToldAsLost()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(2).Add(Live(TestBatch.Of(2, 1), A, 102));

        run.Add(Live(TestBatch.Of(7, 2), B, 500)).Add(Live(TestBatch.Of(3, 2), B, 499)).Add(Live(TestBatch.Of(1, 2) with { HasBoot = true }, B, 498));
        run.Add(Live(TestBatch.Of(3, 2), B, 499)).Add(Live(TestBatch.Of(9, 1), B, 501));

        Assert.Equal("1-2, 7-8, transit 3+4, transit 1+2, 9", run.Wait(10).Take());
    }

    [Fact]
    public void OfABootBesideAnotherOfWhichStatesToldFirstWhatComesBelowItsBeginningIsToldAsLost()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(2).Add(Live(TestBatch.Of(2, 1), A, 102));
        run.Add(Live(TestBatch.State(7), B, 500)).Wait(2).Add(Live(TestBatch.State(9), B, 502)).Wait(6);

        run.Add(Live(TestBatch.Of(3, 2), B, 499)).Add(Live(TestBatch.Of(7, 2), B, 502)).Add(Live(TestBatch.Of(9, 1), B, 508));

        Assert.Equal("1-2, transit 7+2, transit 3+4, 9", run.Wait(10).Take());
    }

    [Fact]
    public void WhatWaitedOfASecondBoardComesOutInOrder()
    {
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 100)).Wait(2).Add(Live(TestBatch.Of(2, 1), A, 102));
        run.Add(Live(TestBatch.Of(3, 1), B, 0.9)).Add(Live(TestBatch.Of(2, 1), B, 0.8)).Wait(2);

        run.Add(Live(TestBatch.State(3), A, 104));

        Assert.Equal([2u, 3u], run.Wait(10).TakeEvents().Where(e => e.BootId == B).Select(e => e.Sequence ?? 0));
    }

    [Fact]
    public void WhatWaitedBehindABatchThatMayBeOfALaterBootComesOutWithIt()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 5)).Add(Live(TestBatch.Of(9, 1), A, 35)).Add(Live(TestBatch.Of(4, 5), A, 10));

        Assert.Equal("6-9", run.Wait(10).Take());
    }

    [Fact]
    public void WhatWasToldAsLostOfABootThatGoesOnIsNotToldAgainWhenItGoesOnOnceMore()
    {
        TimelineRun run = Run(new Checkpoint("hall", A, 7)).Add(Live(TestBatch.Of(1, 1), B, 500)).Wait(1);
        run.Add(Live(run, TestBatch.Of(8, 1), A)).Wait(2).Add(Live(run, TestBatch.State(9), A)).Add(Live(run, TestBatch.Of(9, 3), A)).Wait(10);
        for (uint minute = 0; minute < 4; minute++)
        {
            run.Add(Live(run, TestBatch.Of(2 + minute, 1), B)).Wait(60);
        }

        run.Add(Live(run, TestBatch.Of(12, 1), A));

        // Over at 8, 8 lost, ..., over at 12, 12.
        Assert.Equal([8u, 8u, 9u, 10u, 11u, 12u, 12u], run.Wait(10).TakeEvents().Where(e => e.BootId == A).Select(e => e.Sequence ?? e.From!.Value));
    }

    [Fact]
    public void OfABootThatIsFarOnEverythingIsExpectedThatItsFirstStateSaysToBeStillThere()
    {
        const uint First = uint.MaxValue - 300;
        TimelineRun run = Run().Add(Live(TestBatch.Of(1, 1), A, 1)).Wait(100).Add(Live(TestBatch.State(First + 2, 2), B, 900));

        run.Add(Live(TestBatch.Of(First + 2, 1), B, 901)).Wait(2).Add(Live(TestBatch.Of(First, 2), B, 900));

        Assert.Equal($"1, restart 2, {First}-{First + 2}", run.Wait(10).Take());
    }

    [Fact]
    public void NamesAreThoseOfTheBootThatSentTheEvent()
    {
        TimelineRun run = Run().Add(Live(TestBatch.State(1) with { Name = "hall" }, A, 1)).Add(Live(TestBatch.Of(1, 1), A, 2)).Wait(60);
        run.Add(Live(TestBatch.State(1) with { Name = "cellar" }, B, 1)).Add(Live(TestBatch.Of(2, 1), A, 3)).Add(Live(TestBatch.Of(1, 1), B, 4));

        Assert.Equal(["hall", "hall", null, "cellar"], run.TakeEvents().Select(e => e.Name));
    }

    [Fact]
    public void ABoardsNamesAreKnownAfterItsRestartBeforeItsState()
    {
        TimelineRun run = Run().Add(Live(TestBatch.State(1) with { Name = "hall" }, A, 1)).Add(Live(TestBatch.Of(1, 1), A, 2)).Wait(60);

        Assert.Equal("hall", run.Add(Live(TestBatch.Of(1, 1), B, 4)).TakeEvents()[^1].Name);
    }

    [Fact]
    public void WaitingEventsOfAnEarlierBootDoNotGetTheNamesOfALaterOne()
    {
        TimelineRun run = Run().Add(TestBatch.State(1) with { Boot = B, Name = "cellar" }, retained: true).Add(Live(TestBatch.Of(5, 1), A, 3));

        Assert.Null(run.TakeEvents()[0].Name);
    }

    private TimelineRun Run(Checkpoint? after = null)
    {
        var run = new TimelineRun(after);
        run.Timeline.NoticeReceived += _notices.Add;
        return run;
    }

    // Both have been up for minutes.
    private TimelineRun Clash()
    {
        TimelineRun run = Run();
        for (uint i = 0; i < 6; i++)
        {
            run.Add(Live(run, TestBatch.State(i + 1), A)).Add(Live(run, TestBatch.Of(i + 1, 1), A)).Wait(1);
        }

        run.Add(Live(run, TestBatch.Of(1, 1), B)).Wait(1).Add(Live(run, TestBatch.Of(7, 1), A));
        Assert.Equal(2, run.Timeline.GetState().ClashingBoots.Count);
        return run;
    }

    private static TestBatch Live(TestBatch batch, int boot, double uptimeSeconds) => batch with { Boot = boot, Sealed = (long)(uptimeSeconds * 100) };

    private static TestBatch Live(TimelineRun run, TestBatch batch, int boot) =>
        Live(batch, boot, (run.Now - TimelineRun.Start).TotalSeconds + (boot == A ? 100 : 500));
}
