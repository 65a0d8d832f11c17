using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class SteppedClock : IClock
{
    private long _uptimeMs;

    /// <inheritdoc/>
    public long UptimeMs => Volatile.Read(ref _uptimeMs);

    /// <summary>Moves the clock forward.</summary>
    public void MoveTo(long uptimeMs) => Volatile.Write(ref _uptimeMs, uptimeMs);
}

/// <summary>A clock that runs a number of times faster than real time.</summary>
public sealed class PacedClock(TimeProvider time, double speed) : IClock
{
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public long UptimeMs => (long)(time.GetElapsedTime(_start).TotalMilliseconds * speed);
}

/// <summary>A clock that is behind, and runs a number of times faster than real time until it has caught up.</summary>
public sealed class CatchingUpClock(TimeProvider time, double speed, TimeSpan behind) : IClock
{
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public long UptimeMs
    {
        get
        {
            double elapsedMs = time.GetElapsedTime(_start).TotalMilliseconds;
            return (long)Math.Min(elapsedMs * speed, elapsedMs + Math.Max(0, behind.TotalMilliseconds));
        }
    }
}
