using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class LongestBatchTests
{
    private const int Events = 200;

    private readonly Settings _settings = new();
    private readonly Boot _boot = new(0xFFFFFF, BootCause.Pin);
    private readonly Device _device;
    private readonly Outbox _outbox;
    private readonly EventSealer _sealer;

    public LongestBatchTests()
    {
        _device = new Device(_settings, _boot, 32, 32, new HandClock(), new HandClock(), new NoLink(), new Backoff(1, 1, 0), 50);
        EventRing ring = new(Events, -1_000_000, new AutoResetEvent(false));
        _outbox = new Outbox(ring);
        _sealer = new EventSealer(_device.Envelope, _outbox);
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
    [InlineData((EventKind)BatchFormat.KindLimit, 40)]
    [InlineData((EventKind)BatchFormat.KindStateChatter, 40)]
    [InlineData((EventKind)191, 40)]
    [InlineData((EventKind)254, 40)]
    public void ABatchOfTheLongestEventsFitsAMessageAndTheOthersComeNext(EventKind kind, int atLeast)
    {
        _device.WallClock.Set(8_000_000_000_000, 0, int.MaxValue);
        for (int i = 0; i < 2 * Events; i++)
        {
            Ring.Write(EventWord.Pack(kind, 31, i % 2 == 0, EventWord.MaxDetail), i % 2 == 0 ? int.MinValue : -1, i % 2 == 0 ? int.MinValue : int.MaxValue);
        }

        int taken = 0;
        while (_outbox.Fill(BatchFormat.MaxEvents) != 0)
        {
            int length = _sealer.Seal(long.MaxValue / 1_000_000, true);
            Assert.InRange(length, BatchFormat.MinBytes, BatchFormat.MaxBytes);
            Assert.InRange(_outbox.Count, Math.Min(atLeast, Events - taken), 64);
            taken += _outbox.Count;
            _outbox.Acknowledge();
        }

        Assert.Equal(Events, taken);
        Assert.Equal(Events, Ring.Dropped);
    }
}
