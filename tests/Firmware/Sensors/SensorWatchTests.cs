using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class SensorWatchTests
{
    private const int Nonsense = -14088;

    private readonly HandClock _clock = new();
    private readonly SensorWatch _watch;

    public SensorWatchTests() => _watch = new SensorWatch(_clock);

    [Fact]
    public void ASensorThatAnswersNonsenseForAMinuteIsStartedAgainThenEverMoreSeldom()
    {
        List<long> restarts = Read(10 * 3600, _ => Nonsense);

        Assert.Equal([60, 180, 420, 900, 1860, 3780, 7380, 10980], restarts.Take(8));
    }

    [Fact]
    public void NonsenseForLessThanAMinuteIsNoReason()
    {
        Assert.Empty(Read(3600, second => second % 120 < 60 ? Nonsense : 2100));
    }

    [Fact]
    public void AGoodReadingEndsTheWaiting()
    {
        Assert.Equal([60, 180, 1060], Read(1100, second => second is >= 300 and < 1000 ? 2100 : Nonsense));
    }

    [Fact]
    public void EachThingThatIsMeasuredIsJudgedForItself()
    {
        List<long> restarts = [];
        for (; _clock.UptimeMs < 100_000; _clock.UptimeMs += 10_000)
        {
            Assert.False(_watch.MustRestart(EventKind.Temperature, 2100));
            if (_watch.MustRestart(EventKind.Pressure, 0))
            {
                restarts.Add(_clock.UptimeMs / 1000);
            }
        }

        Assert.Equal([60], restarts);
    }

    [Fact]
    public void AnAbsentSensorIsLookedForAfterAWhile()
    {
        Assert.True(_watch.MayStart);
        _watch.Tried(false);
        Assert.False(_watch.MayStart);
        _clock.UptimeMs = 5000;
        Assert.True(_watch.MayStart);
        _watch.Tried(true);
        Assert.True(_watch.MayStart);
    }

    [Theory]
    [InlineData(EventKind.Temperature, -4000, 8500)]
    [InlineData(EventKind.Humidity, 0, 10000)]
    [InlineData(EventKind.Pressure, 30000, 110000)]
    public void TheRangeIsTheSensors(EventKind kind, int lowest, int highest)
    {
        Assert.True(MeasuringRange.Has(kind, lowest) && MeasuringRange.Has(kind, highest));
        Assert.False(MeasuringRange.Has(kind, lowest - 1) || MeasuringRange.Has(kind, highest + 1));
    }

    private List<long> Read(int seconds, Func<long, int> value)
    {
        List<long> restarts = [];
        for (; _clock.UptimeMs < seconds * 1000L; _clock.UptimeMs += 10_000)
        {
            if (_watch.MustRestart(EventKind.Temperature, value(_clock.UptimeMs / 1000)))
            {
                restarts.Add(_clock.UptimeMs / 1000);
            }
        }

        return restarts;
    }
}
