using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>A pin that oscillates is switched off, told as chatter, and looked at again.</summary>
public sealed class OscillationTests
{
    // At most so many edges are handled until it is switched off: half of them may begin motion or end it.
    private const int MaxHandled = MotionSensor.MaxUsual + (2 * Oscillation.MaxEdges);

    private readonly EventRing _ring = new(4096, 1, new AutoResetEvent(false));
    private readonly Counters _counters = new();
    private readonly HandClock _clock = new() { UptimeMs = 1000 };
    private readonly HandPin _pin = new();

    public static TheoryData<int, int, int> Kinds => new()
    {
        { 5000, 60, 0 },
        { 0, 60, 0 },
        { 0, 0, 0 },
        { 5000, 0, 0 },
        { 0, 255, 30_000 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ItIsSwitchedOffWithinATenthOfASecondAndTold(int holdMs, int maxPerMinute, int settleMs)
    {
        MotionSensor sensor = Started(holdMs, maxPerMinute, settleMs);

        int handled = Oscillate(sensor, edgesPerTick: 67);

        Assert.True(sensor.IsOff);
        Assert.InRange(handled, 1, MaxHandled);
        Assert.Equal([false], _pin.Listened);
        Look(sensor, 61_000);
        List<BatchEvent> events = _ring.TakeAll();
        Assert.Equal(settleMs == 0 ? 1 : 0, events.Count(e => e.Kind == "chatter"));
        Assert.Equal(_counters[CounterId.Chattered], events.Sum(e => e.Count));
        Assert.Equal(handled, sensor.Edges);
    }

    /// <summary>However many pins there are: edges that wait take the same memory. Each pin by itself may not have too many yet.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void PinsThatOscillateTogetherAreSwitchedOffEarlier(int pins)
    {
        Settings settings = new() { DebounceMs = 0, HoldMs = 0, MotionMaxPerMinute = 200 };
        EdgeBudget budget = new();
        HandPin[] handPins = [.. Enumerable.Range(0, pins).Select(_ => new HandPin())];
        MotionSensor[] sensors = [.. handPins.Select((_, i) => new MotionSensor(i, settings, _ring, _counters, budget))];
        for (int i = 0; i < pins; i++)
        {
            sensors[i].StartOn(handPins[i], _clock, 0);
        }

        int handled = 0;
        while (!sensors.All(sensor => sensor.IsOff) && handled < 1000)
        {
            int pin = handled++ % pins;
            handPins[pin].Level = !handPins[pin].Level;
            sensors[pin].OnEdge(handPins[pin].Level, Ticks);
        }

        Assert.InRange(handled, 1, (pins * MotionSensor.MaxUsual) + EdgeBudget.MaxEdges + (pins * 2));
    }

    [Fact]
    public void TheEdgesThatWaitedWhenAPinWasSwitchedOffCountForTheNextOne()
    {
        Settings settings = new() { DebounceMs = 0, HoldMs = 0, MotionMaxPerMinute = 200 };
        EdgeBudget budget = new();
        HandPin secondPin = new();
        MotionSensor first = new(0, settings, _ring, _counters, budget);
        MotionSensor second = new(1, settings, _ring, _counters, budget);
        first.StartOn(_pin, _clock, 0);
        second.StartOn(secondPin, _clock, 0);
        Oscillate(first, 67);

        Edges(first, EdgeBudget.MaxEdges);
        int handled = 0;
        while (!second.IsOff && handled < 1000)
        {
            handled++;
            secondPin.Level = !secondPin.Level;
            second.OnEdge(secondPin.Level, Ticks);
        }

        Assert.InRange(handled, 1, MotionSensor.MaxUsual + Oscillation.MinEdges);
    }

    [Fact]
    public void APinThatBouncesBesideOneThatOscillatesStaysOn()
    {
        EdgeBudget budget = new();
        MotionSensor calm = new(1, new Settings { DebounceMs = 50, HoldMs = 0, MotionMaxPerMinute = 60 }, _ring, _counters, budget);
        MotionSensor wild = new(0, new Settings { DebounceMs = 0, HoldMs = 0, MotionMaxPerMinute = 0 }, _ring, _counters, budget);
        HandPin calmPin = new();
        calm.StartOn(calmPin, _clock, 0);
        wild.StartOn(_pin, _clock, 0);

        Oscillate(wild, 67);
        for (int i = 0; i < Oscillation.MinEdges - 1; i++)
        {
            calmPin.Level = !calmPin.Level;
            calm.OnEdge(calmPin.Level, Ticks);
        }

        Assert.Equal((true, false), (wild.IsOff, calm.IsOff));
    }

    [Fact]
    public void AContactThatBouncesIsNotSwitchedOff()
    {
        MotionSensor sensor = Started(5000, 60, 0);

        for (int visit = 0; visit < 20; visit++)
        {
            Edges(sensor, (2 * Oscillation.MaxEdges) - 3);
            _clock.UptimeMs += 10_000;
            sensor.Look(_pin, _clock);
        }

        Assert.False(sensor.IsOff);
        Assert.Empty(_pin.Listened);
    }

    [Fact]
    public void ItIsLookedAtAgainAndStaysOnOnceItIsQuiet()
    {
        MotionSensor sensor = Started(0, 60, 0);
        Oscillate(sensor, 67);

        int waitTicks = sensor.Look(_pin, _clock);
        Look(sensor, 9_000);
        Assert.True(sensor.IsOff);
        Look(sensor, 1_500);

        Assert.InRange(waitTicks, 900, 1000);
        Assert.False(sensor.IsOff);
        Assert.Equal([false, true], _pin.Listened);
        Look(sensor, 60_000);
        _pin.Level = false;
        Look(sensor, 2_000);
        _ring.TakeAll();
        sensor.OnEdge(true, Ticks);
        Assert.Equal("motion", Assert.Single(_ring.TakeAll()).Kind);
    }

    [Fact]
    public void EachTimeItOscillatesAgainItIsOffForTwiceAsLongUpToFiveMinutes()
    {
        MotionSensor sensor = Started(0, 60, 0);
        List<int> offSeconds = [];
        for (int i = 0; i < 8; i++)
        {
            Oscillate(sensor, 67);
            offSeconds.Add(OffSeconds(sensor));
        }

        Look(sensor, 120_000);
        Oscillate(sensor, 67);
        offSeconds.Add(OffSeconds(sensor));

        Assert.Equal([10, 20, 40, 80, 160, 300, 300, 300, 10], offSeconds);
    }

    [Fact]
    public void EdgesThatWereWaitingWhenItWasSwitchedOffAreCounted()
    {
        MotionSensor sensor = Started(5000, 60, 0);
        int handled = Oscillate(sensor, 67);

        Edges(sensor, 500);

        Assert.Equal(handled + 500, sensor.Edges);
        Look(sensor, 61_000);
        Assert.Equal(_counters[CounterId.Chattered], _ring.TakeAll().Sum(e => e.Count));
    }

    [Fact]
    public void APinThatCouldNotBeSwitchedOffForWantOfMemoryIsTriedAgainWithTheNextEdge()
    {
        MotionSensor sensor = Started(0, 60, 0);
        _pin.Failures = 2;
        int failures = 0;

        for (int i = 0; i < 500; i++)
        {
            try
            {
                Edges(sensor, 1);
            }
            catch (OutOfMemoryException)
            {
                failures++;
            }
        }

        Assert.Equal(2, failures);
        Assert.Equal([false], _pin.Listened);
        Assert.Equal(500, sensor.Edges);
    }

    private int Ticks => (int)(_clock.UptimeMs / BatchFormat.TickMs);

    private MotionSensor Started(int holdMs, int maxPerMinute, int settleMs)
    {
        MotionSensor sensor = new(0, new Settings { DebounceMs = 0, HoldMs = holdMs, MotionMaxPerMinute = maxPerMinute }, _ring, _counters);
        sensor.StartOn(_pin, _clock, settleMs);
        return sensor;
    }

    // The number of edges until it is switched off, or until so many that it should have been.
    private int Oscillate(MotionSensor sensor, int edgesPerTick)
    {
        int handled = 0;
        for (int tick = 0; tick < 100 && !sensor.IsOff; tick++)
        {
            for (int i = 0; i < edgesPerTick && !sensor.IsOff; i++)
            {
                Edges(sensor, 1);
                handled++;
            }

            _clock.UptimeMs += BatchFormat.TickMs;
        }

        return handled;
    }

    private int OffSeconds(MotionSensor sensor)
    {
        long startMs = _clock.UptimeMs;
        while (sensor.IsOff)
        {
            Look(sensor, 500);
        }

        return (int)((_clock.UptimeMs - startMs + 500) / 1000);
    }

    private void Edges(MotionSensor sensor, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _pin.Level = !_pin.Level;
            sensor.OnEdge(_pin.Level, Ticks);
        }
    }

    private void Look(MotionSensor sensor, long ms)
    {
        long untilMs = _clock.UptimeMs + ms;
        while (_clock.UptimeMs < untilMs)
        {
            _clock.UptimeMs = Math.Min(untilMs, _clock.UptimeMs + 500);
            sensor.Look(_pin, _clock);
        }
    }
}
