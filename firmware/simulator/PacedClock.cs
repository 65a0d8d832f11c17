using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>A clock that runs by itself, so many times as fast as the one on the wall.</summary>
public sealed class PacedClock(TimeProvider time, double speed) : IClock
{
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public long UptimeMs => (long)(time.GetElapsedTime(_start).TotalMilliseconds * speed);
}
