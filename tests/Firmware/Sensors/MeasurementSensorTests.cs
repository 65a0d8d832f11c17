using NanoEvents.Firmware.Tests.Support;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class MeasurementSensorTests
{
    private readonly EventRing _ring = new(64, 1, new AutoResetEvent(false));

    [Fact]
    public void TheFirstReadingIsAnEventAndThenWhateverMovedByTheDeadband()
    {
        MeasurementSensor sensor = new(EventKind.Humidity, 3, 100, _ring);

        sensor.OnReading(4530, 10);
        sensor.OnReading(4629, 20);
        sensor.OnReading(4630, 30);
        sensor.OnReading(4531, 40);
        sensor.OnReading(4530, 50);

        Assert.Equal(
            [Measurement(EventKind.Humidity, 3, 10, 4530), Measurement(EventKind.Humidity, 3, 30, 4630), Measurement(EventKind.Humidity, 3, 50, 4530)],
            _ring.TakeAll());
    }

    [Fact]
    public void MeasurementsAreOffByDefault()
    {
        Assert.Empty(Bench.Connected().Device.MeasurementSensors);
    }

    [Fact]
    public void EachThermometerMeasuresWhatIsOn()
    {
        Bench bench = Bench.Connected(s => s.PressureDeadband = 50);

        Assert.Equal([(EventKind.Pressure, 0), (EventKind.Pressure, 1)], bench.Device.MeasurementSensors.Select(s => (s.Kind, s.Source)));
    }

    [Fact]
    public void AMeasurementWaitsForCompanyAndStandsInTheState()
    {
        Bench bench = Bench.Connected(s => s.HumidityDeadband = 100);

        bench.Device.MeasurementSensors[1].OnReading(4530, 100);
        bench.RunFor(4000);
        int sentEarly = bench.SentEvents.Count();
        bench.RunFor(60_000);

        Assert.Equal(0, sentEarly);
        Assert.Equal([Measurement(EventKind.Humidity, 1, 100, 4530)], bench.SentEvents.SelectMany(m => m.Batch.Events));
        Assert.Contains(Measurement(EventKind.Humidity, 1, 100, 4530), bench.SentStates.Last().Batch.Events);
    }

    [Fact]
    public void TheSamplerAsksTheMeterAfterTheThermometerAndLeavesOutWhatItDoesNotMeasure()
    {
        HandClock clock = new();
        Meter meter = new();
        MeasurementSensor[] sensors = [new(EventKind.Humidity, 0, 0, _ring), new(EventKind.Pressure, 0, 0, _ring)];
        Sampler sampler = new(clock, [meter], [], sensors, [], [], 10000);

        sampler.Step();

        Assert.Equal([Measurement(EventKind.Pressure, 0, 0, 101325)], _ring.TakeAll());
    }

    // A BMP280.
    private sealed class Meter : IMeter
    {
        public bool TryMeasure(EventKind kind, out int value)
        {
            value = 101325;
            return kind == EventKind.Pressure;
        }
    }
}
