using Xunit;

namespace NanoEvents.Tests;

/// <summary>A device says how often its state comes at least, and the reader waits as long as that for it.</summary>
public sealed class StatePeriodTests
{
    [Fact]
    public async Task TheStateSaysThePeriodAndOlderFirmwareHasAMinute()
    {
        await using var run = new ReadingRun();
        run.Add("new", TestBatch.State(1) with { Period = 300 }).Add("old", TestBatch.State(1));
        await run.ReadAsync();

        Assert.Equal([300.0, 60.0], run.Devices.OrderBy(d => d.Device).Select(d => d.StatePeriod.TotalSeconds));
    }

    /// <summary>With the default period a lost tail is noticed after five minutes and the patience.</summary>
    [Fact]
    public async Task ALostTailIsNoticedWithTheNextStateAndThePatience()
    {
        await using var run = new ReadingRun(new EventClientOptions { GapPatience = TimeSpan.FromSeconds(5) });
        run.Add("hall", TestBatch.Of(1, 3)).Add("hall", TestBatch.State(4) with { Period = 300 });
        await run.WaitAsync(299);
        run.Add("hall", TestBatch.State(6) with { Period = 300, Sealed = 40_000 });
        await run.WaitAsync(4);
        Assert.Equal(["hall 1", "hall 2", "hall 3"], await run.ReadAsync());

        await run.WaitAsync(2);

        Assert.Equal("hall transit 4+2", (await run.ReadAsync())[^1]);
    }

    /// <summary>A place is free only when a device has been silent for longer than two of its periods.</summary>
    [Theory]
    [InlineData(60u, 170, false)]
    [InlineData(60u, 190, true)]
    [InlineData(300u, 190, false)]
    [InlineData(300u, 650, false)]
    [InlineData(300u, 670, true)]
    public async Task ADeviceIsSilentAfterTwoOfItsPeriods(uint period, int seconds, bool isFreed)
    {
        await using var run = new ReadingRun(new EventClientOptions { MaxDevices = 1 });
        run.Add("hall", TestBatch.State(1) with { Period = period });
        await run.WaitAsync(seconds);

        run.Add("attic", TestBatch.State(1));
        await run.ReadAsync();

        Assert.Equal(isFreed ? "attic" : "hall", run.Devices.Single().Device);
    }
}
