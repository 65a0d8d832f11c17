using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Ring;

public sealed class LockTests
{
    private static readonly int _motion = EventWord.Pack(EventKind.Motion, 0, true, 0);

    [Fact]
    public void TheRingCallsNothingButItselfWhileItHoldsItsLock()
    {
        string[] calls = SourceLocks.CallsUnderLock(nameof(EventRing));

        Assert.Equal(["IsMeasured", "Kept", "Move", "Put"], calls);
    }

    [Fact]
    public void NothingInTheCoreWaitsOrSendsOrReadsWhileItHoldsALock()
    {
        string[] mayBlock = ["WaitOne", "Wait", "Sleep", "Join", "Yield", "TryOpen", "TrySend", "Abort", "Read", "TryRead", "Step"];

        string[] calls = SourceLocks.CallsUnderAnyLock();

        Assert.InRange(SourceLocks.Count, 10, 100);
        Assert.Contains("Put", calls);
        Assert.Empty(calls.Intersect(mayBlock));
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
