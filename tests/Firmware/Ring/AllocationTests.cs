using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Ring;

public sealed class AllocationTests
{
    private const int Times = 10_000;

    private readonly Settings _settings = new() { HoldMs = 0, HighCentiCelsius = 2500, LowCentiCelsius = 1800, ThermometerNames = ["hall"], MotionSensorNames = ["door"] };
    private readonly Boot _boot = new(7, BootCause.Timer);
    private readonly Device _device;
    private readonly HandPin _pin = new();
    private readonly HandClock _clock = new();
    private int _ticks;

    public AllocationTests()
    {
        _device = new Device(_settings, _boot, 1, 1, new HandClock(), new HandClock(), new NoLink(), new Backoff(1, 1, 0), 50);
        _device.WallClock.Set(1_700_000_000_000, 0, 20);
    }

    [Fact]
    public void NothingIsAllocatedFromAnEdgeToTheRing()
    {
        int before = _device.Ring.Next;

        long bytes = Allocated.By(Times, Edges);

        Assert.Equal(0, bytes);
        Assert.InRange(_device.Ring.Next - before, Times / 10, int.MaxValue);
        Assert.NotEqual(0, _device.Counters[CounterId.Chattered]);
        Assert.NotEqual(0, _device.Counters[CounterId.Debounced]);
    }

    [Fact]
    public void NothingIsAllocatedFromAReadingToTheRing()
    {
        int before = _device.Ring.Next;

        long bytes = Allocated.By(Times, Readings);

        Assert.Equal(0, bytes);
        Assert.InRange(_device.Ring.Next - before, 5 * Times, int.MaxValue);
    }

    [Fact]
    public void NothingIsAllocatedFromTheRingToABatch()
    {
        int bytesSealed = 0;

        long bytes = Allocated.By(Times, () => bytesSealed += Seal());

        Assert.Equal(0, bytes);
        Assert.InRange(bytesSealed, 100 * Times, int.MaxValue);
    }

    // More than a minute may have, now and then, so that chatter begins and ends.
    private void Edges()
    {
        _ticks += _ticks % 40960 < 20480 ? 10 : 250;
        for (int i = 0; i < 4; i++)
        {
            _device.MotionSensors[0].OnEdge(i % 2 == 0, _ticks + i);
        }

        _clock.UptimeMs = (_ticks + 8L) * BatchFormat.TickMs;
        _device.MotionSensors[0].Look(_pin, _clock);
    }

    private void Readings()
    {
        _ticks += 100;
        _device.TemperatureSensors[0].OnReading(2600, _ticks);
        _device.TemperatureSensors[0].OnReading(1700, _ticks);
        _device.TemperatureSensors[0].OnReading(8501, _ticks);
        _device.TemperatureSensors[0].OnFault(FaultReason.NoAnswer, _ticks);
    }

    private int Seal()
    {
        Edges();
        Readings();
        _device.Outbox.Fill(BatchFormat.MaxEvents);
        int length = _device.EventSealer.Seal(_ticks, true);
        _device.Envelope.Acknowledged();
        _device.Outbox.Acknowledge();
        return length + _device.StateSealer.Seal(_ticks) + _device.NamesSealer.Seal(_ticks);
    }
}
