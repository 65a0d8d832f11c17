using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class TemperatureSensorTests
{
    private const int Source = 2;
    private const int High = 1;
    private const int Low = 0;
    private const int NoAnswer = (int)FaultReason.NoAnswer;
    private const int OutOfRange = (int)FaultReason.OutOfRange;

    private readonly Settings _settings = new();
    private readonly EventRing _ring = new(64, 1, new AutoResetEvent(false));
    private readonly Counters _counters = new();

    [Fact]
    public void TheFirstReadingIsAnEvent()
    {
        Read(0);

        Assert.Equal([Temperature(Source, 0, 0)], _ring.TakeAll());
    }

    [Fact]
    public void AMoveByTheDeadbandFromWhatWasLastRaisedIsAnEvent()
    {
        Read(2000, 2009, 1991, 2010, 2001, 2000, 1990, 1981);

        Assert.Equal([Temperature(Source, 0, 2000), Temperature(Source, 3, 2010), Temperature(Source, 5, 2000), Temperature(Source, 6, 1990)], _ring.TakeAll());
    }

    [Fact]
    public void WithoutADeadbandEveryReadingIsAnEvent()
    {
        _settings.DeadbandCentiCelsius = 0;

        Read(2000, 2000);

        Assert.Equal([Temperature(Source, 0, 2000), Temperature(Source, 1, 2000)], _ring.TakeAll());
    }

    [Fact]
    public void TheHighLimitIsEnteredWhenItIsReachedAndLeftAHysteresisBelow()
    {
        _settings.HighCentiCelsius = 2500;
        _settings.HysteresisCentiCelsius = 30;

        Read(2499, 2500, 2471, 2500, 2470, 2499, 2600);

        Assert.Equal(
            [
                Threshold(Source, 1, true, 2500, 2500, High), Threshold(Source, 4, false, 2470, 2500, High), Threshold(Source, 6, true, 2600, 2500, High),
            ],
            Raised("threshold"));
    }

    [Fact]
    public void TheLowLimitIsEnteredWhenItIsReachedAndLeftAHysteresisAbove()
    {
        _settings.LowCentiCelsius = -500;
        _settings.HysteresisCentiCelsius = 30;

        Read(-499, -500, -471, -500, -470, -499, -600);

        Assert.Equal(
            [
                Threshold(Source, 1, true, -500, -500, Low), Threshold(Source, 4, false, -470, -500, Low), Threshold(Source, 6, true, -600, -500, Low),
            ],
            Raised("threshold"));
    }

    [Fact]
    public void WithoutAHysteresisALimitIsLeftJustBesideIt()
    {
        _settings.HighCentiCelsius = 2500;
        _settings.HysteresisCentiCelsius = 0;

        Read(2500, 2499, 2500, 2500);

        Assert.Equal([true, false, true], Raised("threshold").Select(e => e.Flag));
    }

    [Theory]
    [InlineData(-4001, true)]
    [InlineData(-4000, false)]
    [InlineData(8500, false)]
    [InlineData(8501, true)]
    public void WhatCannotBeIsAFault(int centiCelsius, bool isFault)
    {
        Read(centiCelsius);

        Assert.Equal([isFault ? Fault(Source, 0, true, OutOfRange) : Temperature(Source, 0, centiCelsius)], _ring.TakeAll());
        Assert.Equal(isFault ? 1 : 0, _counters[CounterId.SensorFailures]);
    }

    [Fact]
    public void AFaultBeginsOnceAndEndsOnceBeforeTheReadingThatEndsIt()
    {
        TemperatureSensor sensor = Read(2000);

        sensor.OnFault(FaultReason.NoAnswer, 10);
        sensor.OnReading(9999, 20);
        sensor.OnFault(FaultReason.NoAnswer, 30);
        sensor.OnReading(2100, 40);
        sensor.OnReading(2101, 50);

        Assert.Equal(
            [Temperature(Source, 0, 2000), Fault(Source, 10, true, NoAnswer), Fault(Source, 40, false, NoAnswer), Temperature(Source, 40, 2100)],
            _ring.TakeAll());
        Assert.Equal(3, _counters[CounterId.SensorFailures]);
    }

    [Fact]
    public void AReadingRaisesTheFaultsEndThenTheTemperatureThenTheLimits()
    {
        (_settings.HighCentiCelsius, _settings.LowCentiCelsius) = (2500, 2000);
        TemperatureSensor sensor = Read(2500);

        sensor.OnFault(FaultReason.NoAnswer, 10);
        sensor.OnReading(2000, 20);

        Assert.Equal(
            [
                Temperature(Source, 0, 2500), Threshold(Source, 0, true, 2500, 2500, High), Fault(Source, 10, true, NoAnswer), Fault(Source, 20, false, NoAnswer),
                Temperature(Source, 20, 2000), Threshold(Source, 20, false, 2000, 2500, High), Threshold(Source, 20, true, 2000, 2000, Low),
            ],
            _ring.TakeAll());
    }

    [Fact]
    public void WhatIsPresentIsTheLastGoodReading()
    {
        TemperatureSensor sensor = Read();

        Assert.False(sensor.TryGetReading(out _, out _));
        sensor.OnReading(2000, 10);
        sensor.OnReading(2001, 20);
        sensor.OnReading(9999, 30);

        Assert.True(sensor.TryGetReading(out int centiCelsius, out int ticks));
        Assert.Equal((2001, 20), (centiCelsius, ticks));
    }

    [Fact]
    public void AFaultIsPresentFromItsBeginningToItsEnd()
    {
        TemperatureSensor sensor = Read(2000);

        Assert.False(sensor.TryGetFault(out _, out _));
        sensor.OnFault(FaultReason.NoAnswer, 10);
        sensor.OnReading(9999, 20);
        Assert.True(sensor.TryGetFault(out FaultReason reason, out int ticks));
        sensor.OnReading(2000, 30);

        Assert.Equal((FaultReason.NoAnswer, 10), (reason, ticks));
        Assert.False(sensor.TryGetFault(out _, out _));
    }

    // One reading a tick, from 0.
    private TemperatureSensor Read(params int[] centiCelsius)
    {
        TemperatureSensor sensor = new(Source, _settings, _ring, _counters);
        for (int ticks = 0; ticks < centiCelsius.Length; ticks++)
        {
            sensor.OnReading(centiCelsius[ticks], ticks);
        }

        return sensor;
    }

    private IEnumerable<BatchEvent> Raised(string kind) => _ring.TakeAll().Where(e => e.Kind == kind);
}
