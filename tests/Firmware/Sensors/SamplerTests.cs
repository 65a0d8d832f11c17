using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class SamplerTests
{
    private readonly Settings _settings = new() { HoldMs = 0 };
    private readonly HandClock _clock = new();
    private readonly EventRing _ring = new(64, 1, new AutoResetEvent(false));
    private readonly Thermometer _thermometer;
    private readonly HandPin _pin = new();
    private readonly Counters _counters = new();
    private readonly MotionSensor _motionSensor;
    private readonly Sampler _sampler;

    public SamplerTests()
    {
        _thermometer = new Thermometer(_clock);
        _motionSensor = new MotionSensor(0, _settings, _ring, _counters);
        TemperatureSensor temperatureSensor = new(0, _settings, _ring, new Counters());
        _sampler = new Sampler(_clock, [_thermometer], [temperatureSensor], [], [], [_pin], [_motionSensor], _settings.SampleMs);
        _sampler.Start(0);
    }

    [Fact]
    public void ThermometersAreReadAtOnceAndThenEveryTenSeconds()
    {
        for (_clock.UptimeMs = 0; _clock.UptimeMs < 60000; _clock.UptimeMs += _sampler.Step())
        {
            _thermometer.CentiCelsius += 100;
        }

        Assert.Equal([0, 10000, 20000, 30000, 40000, 50000], _thermometer.ReadAt);
        Assert.Equal(6, _ring.TakeAll().Count);
    }

    [Fact]
    public void ReadingsThatWereMissedAreNotMadeUpFor()
    {
        _sampler.Step();
        _clock.UptimeMs = 95_000;

        int waitMs = _sampler.Step();
        _sampler.Step();

        Assert.Equal(10000, waitMs);
        Assert.Equal([0, 95_000], _thermometer.ReadAt);
    }

    [Fact]
    public void AThermometerThatDoesNotAnswerIsAFault()
    {
        _thermometer.CentiCelsius = null;

        _sampler.Step();

        Assert.Equal([Fault(0, 0, true, 1)], _ring.TakeAll());
    }

    [Fact]
    public void APinIsLookedAtAgainWhenItMayHaveBeenStillForLongEnough()
    {
        _sampler.Step();
        _clock.UptimeMs = 1000;
        _motionSensor.OnEdge(true, 99);
        _motionSensor.OnEdge(false, 100);

        int waitMs = _sampler.Step();
        _clock.UptimeMs += waitMs;
        _sampler.Step();

        Assert.Equal(_settings.DebounceMs, waitMs);
        Assert.Equal([Motion(0, 99, true), Motion(0, 100, false)], _ring.TakeAll().Where(e => e.Kind == "motion"));
    }

    [Fact]
    public void APinIsReadAtEachSampleAndWhileThereIsSomethingToDecide()
    {
        _sampler.Step();
        int readAtRest = _pin.Reads;
        _sampler.Step();
        _pin.Level = true;
        _motionSensor.OnEdge(true, 100);
        _sampler.Step();
        Assert.Equal(readAtRest, _pin.Reads);

        _clock.UptimeMs = 10_000;
        _sampler.Step();
        _sampler.Step();
        Assert.Equal(readAtRest + 1, _pin.Reads);
    }

    /// <summary>Each reading is an object on the board, and each event wakes the sampling thread.</summary>
    [Fact]
    public void WhileMotionIsHeldThePinIsReadOnceWhenThatTimeIsOver()
    {
        _sampler.Step();
        _clock.UptimeMs = 1000;
        _motionSensor.OnEdge(true, 99);
        _motionSensor.OnEdge(false, 100);
        int reads = _pin.Reads;

        for (int i = 0; i < 4; i++)
        {
            _sampler.Step();
            _clock.UptimeMs += 10;
        }

        Assert.Equal(reads, _pin.Reads);
        _clock.UptimeMs = 1050;
        _sampler.Step();
        Assert.Equal(reads + 1, _pin.Reads);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(3_600_000)]
    public void ALostEdgeDoesNotLeaveMovingForAnHourNorSwallowTheNextVisit(int sampleMs)
    {
        TemperatureSensor temperature = new(0, _settings, _ring, _counters);
        Sampler sampler = new(_clock, [_thermometer], [temperature], [], [], [_pin], [_motionSensor], sampleMs);
        sampler.Start(0);
        SensorDay day = new(_clock, sampler, _pin, _motionSensor);

        day.Move(60_000, true);
        day.LoseEdge(70_000, false);
        day.Move(3_600_000, true);
        day.Move(3_605_000, false);
        day.RunUntil(3_700_000);

        List<BatchEvent> motions = [.. _ring.TakeAll().Where(e => e.Kind == "motion")];
        Assert.Equal([true, false, true, false], motions.Select(e => e.Flag));
        Assert.InRange(motions[1].Ticks, 7000, 7000 + 1000);
        Assert.Equal((6000, 360_000, 360_500), (motions[0].Ticks, motions[2].Ticks, motions[3].Ticks));
        Assert.Equal(1, _counters[CounterId.MissedEdges]);
    }

    [Fact]
    public void TheLevelOfThePinAtTheStartIsWhereItStartsFrom()
    {
        _pin.Level = true;

        _sampler.Start(0);

        Assert.True(_motionSensor.Level);
        Assert.Empty(_ring.TakeAll());
    }

    private sealed class Thermometer(HandClock clock) : IMeter
    {
        public int? CentiCelsius { get; set; } = 2000;

        public List<long> ReadAt { get; } = [];

        public bool TryMeasure(EventKind kind, out int centiCelsius)
        {
            ReadAt.Add(clock.UptimeMs);
            centiCelsius = CentiCelsius ?? 0;
            return CentiCelsius.HasValue;
        }
    }
}
