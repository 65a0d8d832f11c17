using Microsoft.Extensions.Time.Testing;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

/// <summary>What `simulate` shows without a trace: an evening that begins now.</summary>
public sealed class EveningTests
{
    private const long Now = 170_000_000_000;
    private const long SecondTicks = 100;
    private const long DayTicks = 24 * 3600 * SecondTicks;

    [Fact]
    public void ItBeginsNowAndSomebodyMovesWithinSeconds()
    {
        List<(long Ticks, int[] Values)> rows = [.. BuiltInDay.InTheEvening(Now, Now).Rows.Take(20).Select(row => (row.Ticks, row.Values.ToArray()))];

        Assert.Equal(Now, rows[0].Ticks);
        Assert.InRange(rows[0].Values[0], 2350, 2450);
        Assert.Equal([0, 0], rows[0].Values[2..]);
        Assert.InRange(rows.First(row => row.Values[3] == 1).Ticks - Now, 1, 10 * SecondTicks);
        Assert.Equal(rows.Select(row => row.Ticks).Order(), rows.Select(row => row.Ticks));
    }

    [Fact]
    public void ADayBeforeItIsTheSameEveningAndTheDaysFollowEachOther()
    {
        long[] ticks = [.. BuiltInDay.InTheEvening(Now, Now - DayTicks).Rows.Select(row => row.Ticks).TakeWhile(at => at < Now + DayTicks)];

        Assert.Equal(Now - DayTicks, ticks[0]);
        Assert.Equal(ticks.Order(), ticks);
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 30 * SecondTicks));
    }

    [Fact]
    public void AClockThatCatchesUpNeverPassesThePresent()
    {
        FakeTimeProvider time = new();
        CatchingUpClock clock = new(time, 60, TimeSpan.FromHours(1));

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(30 * 60 * 1000, clock.UptimeMs);
        time.Advance(TimeSpan.FromHours(2));

        Assert.Equal((long)(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(30)).TotalMilliseconds, clock.UptimeMs);
    }
}
