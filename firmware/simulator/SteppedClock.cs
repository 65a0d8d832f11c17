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
