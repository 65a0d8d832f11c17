using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class MotionSensorTests
{
    private const int Pin = 3;
    private const int Minute = 6000;
    private const int Day = 24 * 60 * Minute;

    private readonly Settings _settings = new() { HoldMs = 0 };
    private readonly EventRing _ring = new(512, 1, new AutoResetEvent(false));
    private readonly Counters _counters = new();
    private MotionSensor? _sensor;

    [Fact]
    public void TheLevelAtTheStartIsNotAnEvent()
    {
        MotionSensor sensor = Started(true);

        Assert.True(sensor.Level);
        Assert.Empty(_ring.TakeAll());
    }

    [Fact]
    public void TheFirstEdgeCounts()
    {
        MotionSensor sensor = Started(false);

        sensor.OnEdge(true, 100);

        Assert.Equal([Motion(Pin, 100, true)], _ring.TakeAll());
        Assert.True(sensor.Level);
    }

    [Fact]
    public void ABounceThatReturnsIsCountedAndNotRaised()
    {
        MotionSensor sensor = Started(false);

        Edges(sensor, (100, true), (101, false), (104, true));
        sensor.Look(true, 105);

        Assert.Equal([Motion(Pin, 100, true)], _ring.TakeAll());
        AssertCounters(edges: 3, debounced: 2);
    }

    [Fact]
    public void APinThatEndsElsewhereIsRaisedWhenTheBounceIsOver()
    {
        MotionSensor sensor = Started(false);

        Edges(sensor, (100, true), (103, false));
        Assert.Equal(1, sensor.Look(false, 107));
        Assert.True(sensor.Level);
        sensor.Look(false, 108);

        Assert.Equal([Motion(Pin, 100, true), Motion(Pin, 103, false)], _ring.TakeAll());
        AssertCounters(edges: 2);
    }

    [Fact]
    public void AnEdgeAfterTheDebounceTimeCountsAlsoWhereNobodyHasLooked()
    {
        MotionSensor sensor = Started(false);

        Edges(sensor, (100, true), (105, false), (110, true));

        Assert.Equal([Motion(Pin, 100, true), Motion(Pin, 105, false), Motion(Pin, 110, true)], _ring.TakeAll());
        AssertCounters(edges: 3);
    }

    [Theory]
    [InlineData(600, 0)]
    [InlineData(1000, 0)]
    [InlineData(50, 5000)]
    public void ASensorThatDropsOutWhileSomebodyIsThereRaisesNothing(int debounceMs, int holdMs)
    {
        (_settings.DebounceMs, _settings.HoldMs) = (debounceMs, holdMs);
        MotionSensor sensor = Started(false);

        Edges(sensor, (100, true), (700, false), (757, true), (1400, false), (1457, true));
        Edges(sensor, (2000, false));
        sensor.Look(false, 2600);

        Assert.Equal([Motion(Pin, 100, true), Motion(Pin, 2000, false)], _ring.TakeAll());
        AssertCounters(edges: 6, debounced: 4);
    }

    [Fact]
    public void APinIsReadUnderTheLockSoThatNoEdgeIsHandledMeanwhile()
    {
        MotionSensor sensor = new(Pin, _settings, _ring, _counters);
        List<bool> held = [];
        HandPin pin = new() { Meanwhile = () => held.Add(Monitor.IsEntered(sensor)) };

        sensor.StartOn(pin, new HandClock(), 0);
        pin.Meanwhile = () => held.Add(Monitor.IsEntered(sensor));
        sensor.Look(pin, new HandClock());

        Assert.Equal([true, true], held);
    }

    /// <summary>The hold time was not over when the pin was read, and is over by the clock right after it: the pin moves again in between.</summary>
    [Fact]
    public void APinThatMovesAgainRightAfterItWasReadRaisesNoPair()
    {
        _settings.HoldMs = 5000;
        MotionSensor sensor = Started(false);
        HandClock clock = new() { UptimeMs = 5995 };
        HandPin pin = new() { Meanwhile = () => clock.UptimeMs = 6005 };
        Edges(sensor, (50, true), (100, false));

        sensor.Look(pin, clock);
        sensor.OnEdge(true, 599);

        Assert.Equal([Motion(Pin, 50, true)], _ring.TakeAll());
        AssertCounters(edges: 3, debounced: 2);
    }

    [Fact]
    public void AnEndWhoseEdgeWasLostIsFoundAndCounted()
    {
        MotionSensor sensor = Started(false);
        sensor.OnEdge(true, 100);

        Assert.Equal(100, sensor.Look(false, 1000));
        Assert.Equal(1, sensor.Look(false, 1099));
        sensor.Look(false, 1100);
        sensor.OnEdge(true, 3000);

        Assert.Equal([Motion(Pin, 100, true), Motion(Pin, 1000, false), Motion(Pin, 3000, true)], _ring.TakeAll());
        AssertCounters(edges: 2, missed: 1);
    }

    [Fact]
    public void ABeginningWhoseEdgeWasLostIsFoundAndCounted()
    {
        MotionSensor sensor = Started(false);

        sensor.Look(true, 1000);
        sensor.Look(true, 1100);
        sensor.OnEdge(false, 1500);
        sensor.Look(false, 1505);

        Assert.Equal([Motion(Pin, 1000, true), Motion(Pin, 1500, false)], _ring.TakeAll());
        AssertCounters(edges: 1, missed: 1);
    }

    [Fact]
    public void AnEdgeThatIsOnlyLateIsNotMissed()
    {
        MotionSensor sensor = Started(false);

        sensor.Look(true, 1000);
        sensor.OnEdge(true, 999);
        sensor.Look(true, 1100);

        Assert.Equal([Motion(Pin, 999, true)], _ring.TakeAll());
        AssertCounters(edges: 1);
    }

    [Fact]
    public void AnEdgeThatIsLaterThanThatIsNotRaisedTwice()
    {
        MotionSensor sensor = Started(false);

        sensor.Look(true, 1000);
        sensor.Look(true, 1100);
        sensor.OnEdge(true, 999);

        Assert.Equal([Motion(Pin, 1000, true)], _ring.TakeAll());
        AssertCounters(edges: 1, debounced: 1, missed: 1);
    }

    [Fact]
    public void AVisitOfWhichOnlyTheEndIsToldIsRaised()
    {
        MotionSensor sensor = Started(false);

        sensor.OnEdge(false, 500);
        sensor.Look(false, 505);

        Assert.Equal([Motion(Pin, 500, true), Motion(Pin, 500, false)], _ring.TakeAll());
        AssertCounters(edges: 1, missed: 1);
    }

    [Fact]
    public void TwoBeginningsInARowTellThatAnEdgeWasLost()
    {
        MotionSensor sensor = Started(false);

        Edges(sensor, (100, true), (500, true));

        Assert.Equal([Motion(Pin, 100, true)], _ring.TakeAll());
        AssertCounters(edges: 2, debounced: 1, missed: 1);
    }

    [Fact]
    public void WhereItMovesAgainAndNoEdgeTellsTheEndWasNone()
    {
        MotionSensor sensor = Started(false);
        Edges(sensor, (100, true), (200, false));

        sensor.Look(true, 205);
        sensor.Look(true, 305);

        Assert.Equal([Motion(Pin, 100, true)], _ring.TakeAll());
        AssertCounters(edges: 2, debounced: 1, missed: 1);
    }

    [Fact]
    public void ItSaysWhenItWantsToBeLookedAt()
    {
        _settings.MotionMaxPerMinute = 1;
        MotionSensor sensor = Started(false);

        Assert.Equal(int.MaxValue, sensor.Look(false, 0));
        sensor.OnEdge(true, 100);
        Assert.Equal(int.MaxValue, sensor.Look(true, 102));
        sensor.OnEdge(false, 200);
        Assert.Equal(3, sensor.Look(false, 202));
        Assert.Equal(Minute - 50, sensor.Look(false, 250));
        Assert.Equal(int.MaxValue, sensor.Look(false, 200 + Minute));
    }

    [Fact]
    public void EdgesBeforeTheSensorHasSettledAreCountedAndNotRaised()
    {
        MotionSensor sensor = Sensor();
        sensor.Start(false, 0, _settings.SettleMs);

        Edges(sensor, (100, true), (200, false), (2999, true), (3000, false), (3010, true));

        Assert.Equal([Motion(Pin, 3000, false), Motion(Pin, 3010, true)], _ring.TakeAll());
        AssertCounters(edges: 5, settling: 3);
    }

    [Fact]
    public void ASensorThatIsQuietFor249DaysHasSettled()
    {
        MotionSensor sensor = Sensor();
        sensor.Start(false, 0, _settings.SettleMs);

        sensor.Look(false, 100 * Day);
        sensor.Look(false, 200 * Day);
        sensor.OnEdge(true, unchecked(249 * Day));

        Assert.Equal([Motion(Pin, unchecked(249 * Day), true)], _ring.TakeAll());
    }

    [Fact]
    public void MoreEdgesThanAMinuteMayHaveBecomeOneChatter()
    {
        MotionSensor sensor = StartedWithoutDebounce(3);

        Edges(sensor, (0, true), (10, false), (20, true), (30, false), (40, true), (50, false), (60, true));
        sensor.Look(true, 30 + Minute - 1);
        sensor.Look(true, 30 + Minute);

        Assert.Equal([Motion(Pin, 0, true), Motion(Pin, 10, false), Motion(Pin, 20, true), Chatter(Pin, 60, 4, 30)], _ring.TakeAll());
        AssertCounters(edges: 7, chattered: 4);
    }

    [Fact]
    public void AChatterIsFollowedByTheLevelAtWhichThePinEnded()
    {
        MotionSensor sensor = StartedWithoutDebounce(1);

        Edges(sensor, (0, true), (10, false), (20, true), (30, false));
        sensor.Look(false, 10 + Minute);

        Assert.Equal([Motion(Pin, 0, true), Chatter(Pin, 30, 3, 20), Motion(Pin, 30, false)], _ring.TakeAll());
    }

    [Fact]
    public void AnEdgeThatEndsAChatterHasItsOwnTime()
    {
        MotionSensor sensor = StartedWithoutDebounce(1);

        Edges(sensor, (0, true), (10, false), (20, true), (Minute, false));

        Assert.Equal([Motion(Pin, 0, true), Chatter(Pin, 20, 2, 10), Motion(Pin, Minute, false)], _ring.TakeAll());
    }

    [Fact]
    public void AnEdgeThatEndsAChatterFollowsTheLevelAtWhichItEnded()
    {
        MotionSensor sensor = StartedWithoutDebounce(1);

        Edges(sensor, (0, true), (10, false), (Minute, true));

        Assert.Equal([Motion(Pin, 0, true), Chatter(Pin, 10, 1, 0), Motion(Pin, 10, false), Motion(Pin, Minute, true)], _ring.TakeAll());
    }

    [Fact]
    public void TheMinuteSlides()
    {
        MotionSensor sensor = StartedWithoutDebounce(2);

        Edges(sensor, (0, true), (4000, false), (Minute, true), (Minute + 3999, false), (Minute + 4000, true));

        Assert.Equal(
            [Motion(Pin, 0, true), Motion(Pin, 4000, false), Motion(Pin, Minute, true), Chatter(Pin, 9999, 1, 0), Motion(Pin, 9999, false), Motion(Pin, 10000, true)],
            _ring.TakeAll());
    }

    [Fact]
    public void AChatterThatGoesOnIsToldEveryMinute()
    {
        MotionSensor sensor = StartedWithoutDebounce(1);

        for (int ticks = 0; ticks < 5 * Minute; ticks += 10)
        {
            sensor.OnEdge(ticks / 10 % 2 == 0, ticks);
            sensor.Look(sensor.Level, ticks);
        }

        sensor.Look(sensor.Level, 6 * Minute);
        List<BatchEvent> chatter = _ring.TakeAll().FindAll(e => e.Kind == "chatter");
        Assert.Equal(5, chatter.Count);
        Assert.Equal(_counters[CounterId.Chattered], chatter.Sum(e => e.Count));
        Assert.All(chatter, e => Assert.InRange(e.Lasted, 0u, (uint)Minute));
    }

    [Fact]
    public void EventsOf249DaysAgoDoNotMakeAChatter()
    {
        MotionSensor sensor = StartedWithoutDebounce(1);

        Edges(sensor, (0, true), (unchecked(249 * Day), false));

        Assert.Equal([Motion(Pin, 0, true), Motion(Pin, unchecked(249 * Day), false)], _ring.TakeAll());
    }

    [Fact]
    public void TimesMayPassIntMaxValue()
    {
        const int Wrap = int.MaxValue;
        _settings.MotionMaxPerMinute = 2;
        MotionSensor sensor = Sensor();
        sensor.Start(false, Wrap - 100, 990);

        Edges(sensor, (Wrap - 2, true), (Wrap, false), (unchecked(Wrap + 6), true), (unchecked(Wrap + 7), false), (unchecked(Wrap + 8), true));
        Edges(sensor, (unchecked(Wrap + 20), false));
        sensor.Look(false, unchecked(Wrap + 25));
        sensor.Look(false, unchecked(Wrap + 20 + Minute));

        Assert.Equal(
            [Motion(Pin, Wrap, false), Motion(Pin, unchecked(Wrap + 6), true), Chatter(Pin, unchecked(Wrap + 20), 1, 0), Motion(Pin, unchecked(Wrap + 20), false)],
            _ring.TakeAll());
        AssertCounters(edges: 6, debounced: 2, settling: 1, chattered: 1);
    }

    [Fact]
    public void ChatterOfTwoSensorsOnTwoThreadsIsCountedExactly()
    {
        EventRing ring = new(20_000, 1, new AutoResetEvent(false));
        _settings.MotionMaxPerMinute = 1;
        MotionSensor[] sensors = [new MotionSensor(0, _settings, ring, _counters), new MotionSensor(1, _settings, ring, _counters)];

        Parallel.ForEach(sensors, BounceFor500Minutes);

        Assert.Equal(ring.TakeAll().Sum(e => e.Count), _counters[CounterId.Chattered]);
        Assert.Equal(0, ring.Dropped);
    }

    // The pin thread puts one edge in two into a chatter, the sampling thread, which looks at the pin again, the other.
    private static void BounceFor500Minutes(MotionSensor sensor)
    {
        for (int ticks = 0; ticks < 500 * Minute; ticks += 10)
        {
            Edges(sensor, (ticks, true), (ticks + 1, false));
            sensor.Look(false, ticks + 6);
        }

        sensor.Look(false, 501 * Minute);
    }

    private MotionSensor Sensor() => _sensor = new(Pin, _settings, _ring, _counters);

    private MotionSensor Started(bool level)
    {
        MotionSensor sensor = Sensor();
        sensor.Start(level, 0, 0);
        return sensor;
    }

    private MotionSensor StartedWithoutDebounce(int maxPerMinute)
    {
        _settings.DebounceMs = 0;
        _settings.MotionMaxPerMinute = maxPerMinute;
        return Started(false);
    }

    private static void Edges(MotionSensor sensor, params (int Ticks, bool Level)[] edges)
    {
        foreach ((int ticks, bool level) in edges)
        {
            sensor.OnEdge(level, ticks);
        }
    }

    private void AssertCounters(int edges, int debounced = 0, int settling = 0, int chattered = 0, int missed = 0)
    {
        Assert.Equal(edges, _sensor!.Edges);
        Assert.Equal(debounced, _counters[CounterId.Debounced]);
        Assert.Equal(settling, _counters[CounterId.Settling]);
        Assert.Equal(chattered, _counters[CounterId.Chattered]);
        Assert.Equal(missed, _counters[CounterId.MissedEdges]);
    }
}
