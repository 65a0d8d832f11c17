using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using static NanoEvents.Firmware.Tests.Support.BatchEvent;

namespace NanoEvents.Firmware.Tests.Sensors;

public sealed class MeasurementSensorTests
{
    private readonly EventRing _ring = new(64, 1, new AutoResetEvent(false));

    [Fact]
    public void TheFirstReadingIsAnEventAndThenWhateverMovedByTheDeadband()
    {
        MeasurementSensor sensor = Sensor(SensorTable.Quantities[0], 3, s => s.Deadband = 100);

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
        Bench bench = Bench.Connected(s => s.Pressure.Deadband = 50);

        Assert.Equal([(EventKind.Pressure, 0), (EventKind.Pressure, 1)], bench.Device.MeasurementSensors.Select(s => (s.Quantity.Kind, s.Source)));
    }

    [Fact]
    public void AMeasurementWaitsForCompanyAndStandsInTheState()
    {
        Bench bench = Bench.Connected(s => s.Humidity.Deadband = 100);

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
        MeasurementSensor[] sensors = [Sensor(SensorTable.Quantities[0], 0), Sensor(SensorTable.Quantities[1], 0)];
        Sampler sampler = new(clock, [meter], [], sensors, [meter, meter], [], [], 10000);

        sampler.Step();

        Assert.Equal([Measurement(EventKind.Pressure, 0, 0, 101325)], _ring.TakeAll());
    }

    [Fact]
    public void ALimitOfAnyMeasurementIsToldWithWhatItIsOf()
    {
        MeasurementSensor sensor = Sensor(_co2, 2, s => (s.Deadband, s.High, s.Low, s.Hysteresis) = (100000, 1200, 400, 50));

        foreach ((int value, int ticks) in new[] { (800, 10), (1199, 20), (1200, 30), (1151, 40), (1150, 50), (400, 60), (450, 70) })
        {
            sensor.OnReading(value, ticks);
        }

        Assert.Equal(
            [
                "Measurement 128 2 800", "8 128 2 True 1200 1200 1", "8 128 2 False 1150 1200 1", "8 128 2 True 400 400 0", "8 128 2 False 450 400 0",
            ],
            Shown());
    }

    [Fact]
    public void AMeasurementBeyondItsPlausibleRangeIsAFaultUntilItIsPlausibleAgain()
    {
        MeasurementSensor sensor = Sensor(_co2, 0, s => s.Deadband = 50);

        sensor.OnReading(65535, 10);
        sensor.OnReading(-1, 20);
        Assert.True(sensor.TryGetFault(out FaultReason reason, out int began));
        sensor.OnReading(700, 30);

        Assert.Equal((FaultReason.OutOfRange, 10), (reason, began));
        Assert.Equal(["10 128 0 True 2", "10 128 0 False 2", "Measurement 128 0 700"], Shown());
        Assert.False(sensor.TryGetFault(out _, out _));
    }

    [Fact]
    public void AMeterOfItsOwnThatDoesNotAnswerIsAFault()
    {
        MeasurementSensor own = Sensor(_co2, 0, s => s.Deadband = 50);
        Sampler sampler = new(new HandClock(), [], [], [own], [new Meter()], [], [], 10000);

        sampler.Step();

        Assert.Equal(["10 128 0 True 1"], Shown());
    }

    private static readonly Quantity _co2 = new(128, "co2", "ppm", 0, 0, 40000, 50, false);

    private readonly Counters _counters = new();

    private MeasurementSensor Sensor(Quantity quantity, int source, Action<QuantitySettings>? set = null)
    {
        QuantitySettings settings = new(quantity) { High = Settings.Off, Low = Settings.Off };
        set?.Invoke(settings);
        return new MeasurementSensor(settings, source, _ring, _counters);
    }

    private string[] Shown()
    {
        Outbox outbox = new(_ring);
        return [.. Enumerable.Range(0, outbox.Fill(64)).Select(i => Show(outbox.Word(i), outbox.Value(i)))];
    }

    private static string Show(int word, int value) => (int)EventWord.Kind(word) switch
    {
        BatchFormat.KindLimit => $"8 {EventWord.About(word)} {EventWord.Source(word)} {EventWord.Flag(word)} {EventWord.Steps(value)} {EventWord.LimitSteps(word, value)} {EventWord.LimitSide(word)}",
        BatchFormat.KindSensorFault => $"10 {EventWord.About(word)} {EventWord.Source(word)} {EventWord.Flag(word)} {EventWord.BesideAbout(word)}",
        int kind => $"Measurement {kind} {EventWord.Source(word)} {value}",
    };

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
