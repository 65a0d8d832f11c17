namespace NanoEvents.Firmware.Tests.Store;

public sealed class WriteBudgetTests
{
    private const int Minute = 60_000;

    [Fact]
    public void AtTheStartThereIsNothingToSpend()
    {
        WriteBudget budget = new(5 * Minute, 12);

        Assert.False(budget.TryTake(0));
        Assert.False(budget.TryTake((5 * Minute) - 1));
        Assert.Equal(1, budget.MsUntilOne((5 * Minute) - 1));
        Assert.True(budget.TryTake(5 * Minute));
        Assert.False(budget.TryTake(5 * Minute));
        Assert.Equal(5 * Minute, budget.MsUntilOne(5 * Minute));
    }

    [Fact]
    public void AnHoursWorthIsSavedUpAndNoMore()
    {
        WriteBudget budget = new(5 * Minute, 12);
        long now = 24L * 60 * Minute;

        Assert.Equal(12, Enumerable.Range(0, 100).Count(_ => budget.TryTake(now)));
        Assert.False(budget.TryTake(now + (5 * Minute) - 1));
        Assert.True(budget.TryTake(now + (5 * Minute)));
    }

    [Fact]
    public void WhateverIsAskedForAYearHasNoMoreWritesThanStated()
    {
        WriteBudget budget = new(WriteBudget.BoardPeriodMs, WriteBudget.BoardMaxSaved);
        Random random = new(1);
        const long Year = 365L * 24 * 60 * Minute;
        int writes = 0;
        for (long now = 0; now < Year; now += random.Next(1, 10 * Minute))
        {
            for (int i = random.Next(20); i > 0; i--)
            {
                writes += budget.TryTake(now) ? 1 : 0;
            }
        }

        // Nearly all of them, too: nobody is refused what is there.
        Assert.InRange(writes, 100_000, 105_120);
    }

    [Fact]
    public void ADeviceThatStartsAgainAndAgainWritesNoMoreThanOneThatRunsOn()
    {
        int writes = 0;
        Random random = new(2);
        long ran = 0;
        while (ran < 30L * 24 * 60 * Minute)
        {
            WriteBudget budget = new(WriteBudget.BoardPeriodMs, WriteBudget.BoardMaxSaved);
            long run = random.Next(60 * Minute);
            for (long now = 0; now < run; now += 1000)
            {
                writes += budget.TryTake(now) ? 1 : 0;
            }

            ran += run;
        }

        Assert.InRange(writes, 1, ran / WriteBudget.BoardPeriodMs);
    }
}
