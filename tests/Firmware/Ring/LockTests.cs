using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Ring;

public sealed class LockTests
{
    private static readonly int _motion = EventWord.Pack(EventKind.Motion, 0, true, 0);

    [Fact]
    public void TheBoardIsNeverCalledWhileTheRingsLockIsHeld()
    {
        HandClock clock = new();
        object? gate = null;
        int calls = 0;
        LockWatch watch = new(() =>
        {
            calls++;
            Assert.False(gate != null && Monitor.IsEntered(gate));
        });
        Device device = new(new Settings(), new Boot(1, BootCause.Unknown), 1, 1, clock, clock, watch, new Backoff(1, 1, 0), 0);
        gate = device.Ring.Gate;
        Sampler sampler = new(clock, [watch], device.TemperatureSensors, [], [], [], [], 1000);

        for (int i = 0; i < 100; i++)
        {
            clock.UptimeMs += 1000;
            device.MotionSensors[0].OnEdge(i % 2 == 0, i * 100);
            sampler.Step();
            device.Step();
        }

        // A hundred readings, and the batches.
        Assert.InRange(calls, 110, int.MaxValue);
    }

    [Fact]
    public void WritersGoOnWhileALinkBlocksInTrySend()
    {
        using BlockingLink link = new();
        Device device = new(new Settings(), new Boot(1, BootCause.Unknown), 1, 1, new HandClock(), new HandClock(), link, new Backoff(1, 1, 0), 0);
        Thread publisher = new(() => device.Step()) { IsBackground = true };
        publisher.Start();
        link.Reached.WaitOne();

        // Were a lock held, this would not come back: the link is let go only afterwards.
        for (int i = 0; i < 1000; i++)
        {
            device.Ring.Write(_motion, i, 0);
            device.MotionSensors[0].OnEdge(i % 2 == 0, i);
            device.TemperatureSensors[0].OnReading(i * 10 % 8000, i);
        }

        Assert.True(link.IsBlocking);
        link.Release.Set();
        publisher.Join();
    }

    // Every call of the board that may block.
    private sealed class LockWatch(Action look) : ILink, IMeter
    {
        private ILinkListener? _listener;
        private int _readings;

        public bool TryOpen(ILinkListener listener)
        {
            look();
            _listener = listener;
            return true;
        }

        public bool TrySend(int topic, byte[] buffer, int length, int token)
        {
            look();
            _listener!.OnAcknowledged(token, true);
            return true;
        }

        public void Abort() => look();

        public bool TryMeasure(EventKind kind, out int centiCelsius)
        {
            look();
            centiCelsius = 2000 + (++_readings % 10 * 100);
            return _readings % 7 != 0;
        }
    }

    private sealed class BlockingLink : ILink, IDisposable
    {
        public readonly ManualResetEvent Reached = new(false);
        public readonly ManualResetEvent Release = new(false);
        private volatile bool _isBlocking;

        public bool IsBlocking => _isBlocking;

        public bool TryOpen(ILinkListener listener) => true;

        public bool TrySend(int topic, byte[] buffer, int length, int token)
        {
            _isBlocking = true;
            Reached.Set();
            Release.WaitOne();
            _isBlocking = false;
            return true;
        }

        public void Abort()
        {
        }

        public void Dispose()
        {
            Reached.Dispose();
            Release.Dispose();
        }
    }
}
