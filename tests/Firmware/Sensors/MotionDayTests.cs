using NanoEvents.Firmware.Tests.Support;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>A day of a sensor that drops out for 0.57 s every 7 s while somebody is there.</summary>
public sealed class MotionDayTests
{
    private const long Hour = 3_600_000;

    private readonly EventRing _ring = new(4096, 1, new AutoResetEvent(false));
    private readonly Counters _counters = new();
    private readonly List<BatchEvent> _raised = [];
    private readonly List<BatchEvent> _visits = [];

    [Theory]
    [InlineData(50, 5)]
    [InlineData(600, 0)]
    [InlineData(1000, 0)]
    [InlineData(0, 30)]
    public void ADayOfItIsUnder200EventsAndBothEdgesKeepTheirTrueTimes(int debounceMs, int holdSeconds)
    {
        Play(new Settings { DebounceMs = debounceMs, HoldMs = holdSeconds * 1000 });

        Assert.InRange(_raised.Count, 1, 199);
        Assert.Equal(_visits, _raised);
        Assert.Equal((0, 0), (_counters[Protocol.CounterId.MissedEdges], _counters[Protocol.CounterId.Chattered]));
    }

    [Fact]
    public void WithoutEitherItIsMoreThan20000()
    {
        Play(new Settings { DebounceMs = 0, HoldMs = 0 });

        Assert.InRange(_raised.Count, 20_000, 25_000);
    }

    // Somebody is there for 25 minutes of each half an hour.
    private void Play(Settings settings)
    {
        HandClock clock = new();
        HandPin pin = new();
        MotionSensor sensor = new(0, settings, _ring, _counters);
        Sampler sampler = new(clock, [], [], [], [], [pin], [sensor], settings.SampleMs);
        sampler.Start(0);
        SensorDay day = new(clock, sampler, pin, sensor);
        for (long visit = Hour / 4; visit < 24 * Hour; visit += Hour / 2)
        {
            long end = visit + (25 * Hour / 60);
            day.Move(visit, true);
            for (long drop = visit + 7000; drop + 570 < end; drop += 7000)
            {
                day.Move(drop, false);
                day.Move(drop + 570, true);
                _raised.AddRange(_ring.TakeAll());
            }

            day.Move(end, false);
            _visits.AddRange([Motion(0, visit / 10, true), Motion(0, end / 10, false)]);
        }

        day.RunUntil(25 * Hour);
        _raised.AddRange(_ring.TakeAll());
    }
}
