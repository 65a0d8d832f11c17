using Xunit;

namespace NanoEvents.Tests;

/// <summary>A forged message with a number that its device cannot have reached: it is refused like bytes that are no batch, and nothing is told as lost for it.</summary>
public sealed class ImpossibleNumberTests
{
    private const int A = 0xA;
    private const int B = 0xB;
    private const uint High = 1_000_000_000;

    [Fact]
    public void AStartWithAHighNumberEndsNoBootAndTellsNoLoss()
    {
        TimelineRun run = Running();

        Refuse(run, TestBatch.Of(High, 2) with { HasBoot = true, Boot = B, Sealed = 1000 });
        run.Wait(10);

        Assert.Equal("1-4", run.Add(TestBatch.Of(4, 1) with { Boot = A, Sealed = 11_000 }).Wait(10).Take());
        Assert.Equal(0, run.Stats.Lost);
    }

    [Fact]
    public void AStartWithAHighNumberIsRefusedThoughNothingIsKnownOfTheDevice()
    {
        var run = new TimelineRun();

        Refuse(run, TestBatch.Of(High, 2) with { HasBoot = true, Boot = B, Sealed = 1000 });

        Assert.Equal("boot, 1-2", run.Add(TestBatch.Of(1, 2) with { HasBoot = true, Boot = A }).Wait(10).Take());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ARunningBootDoesNotJumpFurtherThanItCanHaveRaisedMeanwhile(bool hasBoot)
    {
        TimelineRun run = Running();

        Refuse(run, TestBatch.Of(High, 2) with { HasBoot = hasBoot, Boot = A, Sealed = 10_300 });
        run.Wait(10);

        Assert.Equal("1-4", run.Add(TestBatch.Of(4, 1) with { Boot = A, Sealed = 11_300 }).Wait(10).Take());
    }

    [Fact]
    public void AStateOfARunningBootDoesNotJumpEither()
    {
        TimelineRun run = Running();

        Refuse(run, TestBatch.State(High) with { Boot = A, Sealed = 10_300 });

        Assert.Equal("1-4", run.Wait(10).Add(TestBatch.Of(4, 1) with { Boot = A, Sealed = 11_300 }).Wait(10).Take());
    }

    [Fact]
    public void StatesOfABootThatCannotBeEndNone()
    {
        TimelineRun run = Running();

        Refuse(run, TestBatch.State(High) with { Boot = B, Sealed = 100 });
        run.Wait(60);
        Refuse(run, TestBatch.State(High + 9) with { Boot = B, Sealed = 6100 });

        Assert.Equal("1-3", run.Wait(10).Take());
    }

    [Fact]
    public void WhatADeviceRaisesInAnHourMayBeMissing()
    {
        TimelineRun run = Running().Wait(3600);

        run.Add(TestBatch.Of(3_000_000, 1) with { Boot = A, Sealed = 370_300 }).Wait(10);

        Assert.Equal("1-3, transit 4+2999996, 3000000", run.Take());
    }

    [Fact]
    public void WhatWaitedOnTheDeviceMayBeMissingAtOnce()
    {
        TimelineRun run = Running();

        run.Add(TestBatch.Of(40_000, 1) with { Boot = A, Sealed = 10_301 }).Wait(10);

        Assert.Equal("1-3, transit 4+39996, 40000", run.Take());
    }

    [Theory]
    [InlineData(10_301)]
    [InlineData(20_000_000)]
    public void AJumpThatIsForgedAndPossibleDoesNotMakeWhatWasDeliveredLost(int uptime)
    {
        TimelineRun run = Running().Add(TestBatch.Of(40_000, 1) with { Boot = A, Sealed = uptime }).Wait(10);
        Assert.Equal("1-3, transit 4+39996, 40000", run.Take());

        run.Add(TestBatch.State(4) with { Boot = A, Sealed = 11_300 }).Wait(1).Add(TestBatch.Of(4, 2) with { Boot = A, Sealed = 11_400 });

        Assert.Equal("restart 40001, 4-5", run.Wait(10).Take());
    }

    [Fact]
    public void ANextNumberThatIsForgedDoesNotMakeWhatWasDeliveredLost()
    {
        TimelineRun run = Running().Add(TestBatch.Of(4, 1) with { Boot = A, Sealed = 10_301, Raised = 10_200 }).Wait(1);

        run.Add(TestBatch.Of(4, 2) with { Boot = A, Sealed = 10_400 }).Wait(1).Add(TestBatch.State(6) with { Boot = A, Sealed = 10_500 });

        Assert.Equal("1-4, restart 5, 4-5", run.Wait(10).Take());
    }

    [Fact]
    public void WhatFollowsWithoutAHoleIsTakenHoweverMuchItIs()
    {
        TimelineRun run = Running();
        for (uint first = 4; first < 200_000; first += 64)
        {
            run.Add(TestBatch.Of(first, 64) with { Boot = A, Sealed = 10_301 });
        }

        Assert.Equal("1-200003", run.Take());
    }

    private static TimelineRun Running() => new TimelineRun().Add(TestBatch.State(3) with { Boot = A, Sealed = 10_000 }).Add(TestBatch.Of(1, 2) with { Boot = A, Sealed = 10_000 })
        .Wait(3).Add(TestBatch.Of(3, 1) with { Boot = A, Sealed = 10_300 });

    private static void Refuse(TimelineRun run, TestBatch batch)
    {
        Assert.False(run.Timeline.TryAdd(batch.ToArray(), run.Now, retained: false, out BatchError why));
        Assert.Equal(BatchFault.ImpossibleNumber, why.Fault);
    }
}
