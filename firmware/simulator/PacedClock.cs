using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>A clock that runs a number of times faster than real time.</summary>
public sealed class PacedClock(TimeProvider time, double speed) : IClock
{
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public long UptimeMs => (long)(time.GetElapsedTime(_start).TotalMilliseconds * speed);
}
