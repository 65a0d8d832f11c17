using NanoEvents.Firmware.Tests.Support;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class SamplerTests
{
    private readonly Settings _settings = new();
    private readonly HandClock _clock = new();
    private readonly EventRing _ring = new(64, 1, new AutoResetEvent(false));
    private readonly Thermometer _thermometer;
    private readonly Pin _pin = new();
    private readonly MotionSensor _motionSensor;
    private readonly Sampler _sampler;

    public SamplerTests()
    {
        _thermometer = new Thermometer(_clock);
        _motionSensor = new MotionSensor(0, _settings, _ring, new Counters());
        TemperatureSensor temperatureSensor = new(0, _settings, _ring, new Counters());
        _sampler = new Sampler(_clock, [_thermometer], [temperatureSensor], [_pin], [_motionSensor], _settings.SampleMs);
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
    public void APinIsLookedAtAgainWhenItsBounceIsOver()
    {
        _sampler.Step();
        _clock.UptimeMs = 1000;
        _motionSensor.OnEdge(true, 100);

        int waitMs = _sampler.Step();
        _clock.UptimeMs += waitMs;
        _sampler.Step();

        Assert.Equal(_settings.DebounceMs, waitMs);
        Assert.Equal([Motion(0, 100, true), Motion(0, 105, false)], _ring.TakeAll().Where(e => e.Kind == "motion"));
    }

    [Fact]
    public void APinIsReadOnlyWhileThereIsSomethingToDecide()
    {
        _sampler.Step();
        int readAtRest = _pin.Reads;
        _pin.Level = true;
        _motionSensor.OnEdge(true, 100);
        _clock.UptimeMs = 1050;
        _sampler.Step();
        int readAfterTheBounce = _pin.Reads;
        _sampler.Step();

        Assert.Equal((readAtRest + 1, readAtRest + 1), (readAfterTheBounce, _pin.Reads));
    }

    [Fact]
    public void TheLevelOfThePinAtTheStartIsWhereItStartsFrom()
    {
        _pin.Level = true;

        _sampler.Start(0);

        Assert.True(_motionSensor.Level);
        Assert.Empty(_ring.TakeAll());
    }

    private sealed class Thermometer(HandClock clock) : IThermometer
    {
        public int? CentiCelsius { get; set; } = 2000;

        public List<long> ReadAt { get; } = [];

        public bool TryRead(out int centiCelsius)
        {
            ReadAt.Add(clock.UptimeMs);
            centiCelsius = CentiCelsius ?? 0;
            return CentiCelsius.HasValue;
        }
    }

    private sealed class Pin : IMotionPin
    {
        public bool Level { get; set; }

        public int Reads { get; private set; }

        public bool Read()
        {
            Reads++;
            return Level;
        }
    }
}
