using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class LongestBatchTests
{
    private const int Events = 200;

    private readonly Settings _settings = new();
    private readonly Boot _boot = new(0xFFFFFF, BootCause.Pin);
    private readonly Device _device;
    private readonly Sealer _sealer;

    public LongestBatchTests()
    {
        _device = new Device(_settings, _boot, 32, 32, new HandClock(), new HandClock(), new NoLink(), new Backoff(1, 1, 0), 50);
        EventRing ring = new(Events, -1_000_000, new AutoResetEvent(false));
        _sealer = new Sealer(_boot, _device.WallClock, ring, _device.Counters, _device.TemperatureSensors, _device.MotionSensors, _device.MeasurementSensors, _settings);
        Ring = ring;
    }

    private EventRing Ring { get; }

    [Theory]
    [InlineData(EventKind.Temperature, 64)]
    [InlineData(EventKind.Motion, 64)]
    [InlineData(EventKind.Threshold, 40)]
    [InlineData(EventKind.Chatter, 40)]
    [InlineData(EventKind.Fault, 40)]
    [InlineData(EventKind.Pressure, 40)]
    public void ABatchOfTheLongestEventsFitsAMessageAndTheOthersComeNext(EventKind kind, int atLeast)
    {
        _device.WallClock.Set(8_000_000_000_000, 0, int.MaxValue);
        for (int i = 0; i < 2 * Events; i++)
        {
            Ring.Write(EventWord.Pack(kind, 31, i % 2 == 0, EventWord.MaxDetail), i % 2 == 0 ? int.MinValue : -1, i % 2 == 0 ? int.MinValue : int.MaxValue);
        }

        int taken = 0;
        while (Ring.FillOutbox(BatchFormat.MaxEvents) != 0)
        {
            int length = _sealer.SealEvents(long.MaxValue / 1_000_000, true);
            Assert.InRange(length, BatchFormat.MinBytes, BatchFormat.MaxBytes);
            Assert.InRange(Ring.OutboxCount, Math.Min(atLeast, Events - taken), 64);
            taken += Ring.OutboxCount;
            Ring.EmptyOutbox();
        }

        Assert.Equal(Events, taken);
        Assert.Equal(Events, Ring.Dropped);
    }
}
