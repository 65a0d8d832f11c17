namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class WallClockTests
{
    private const int DriftPpm = 50;
    private readonly WallClock _clock = new(DriftPpm);

    [Fact]
    public void TheErrorGrowsWithTheDriftSinceTheClockWasSetAndIsRoundedUp()
    {
        _clock.Set(1_700_000_000_000, 1000, 200);

        Assert.Equal(20, Error(fromTicks: 100, toTicks: 100));
        Assert.Equal(21, Error(fromTicks: 100, toTicks: 101));
        Assert.Equal(21, Error(fromTicks: 100, toTicks: 20_100));
        Assert.Equal(22, Error(fromTicks: 100, toTicks: 20_101));
    }

    [Fact]
    public void TheErrorCoversTheDriftBeforeTheClockWasSet()
    {
        // Set three hours after the start: what happened at the start may be off by 0.54 s more.
        _clock.Set(1_700_000_000_000, 3 * 3_600_000, 200);

        Assert.Equal(20 + 54, Error(fromTicks: 0, toTicks: 3 * 360_000));
    }

    private int Error(long fromTicks, long toTicks)
    {
        Assert.True(_clock.TryGet(fromTicks, toTicks, out _, out int errorTicks));
        return errorTicks;
    }
}
