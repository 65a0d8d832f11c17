namespace NanoEvents;

/// <summary>
/// Decides whether a device is still there. A reader that was away misses it if the retained messages of a device are cleared meanwhile. But the broker
/// sends the retained messages again with each connection, so a device without one has been removed.
/// </summary>
/// <param name="inFlight">When the connection ended and opened.</param>
/// <param name="time">A monotonic clock.</param>
/// <remarks>The reading thread writes it; any thread may read it.</remarks>
internal sealed class Presence(InFlight inFlight, TimeProvider time)
{
    // A broker may send what is retained some time after it has answered the subscription.
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(10);

    // Without any retained message, the broker may have lost all of them. Then only a long silence shows that a device has been removed.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private long _retainedAt;

    /// <summary>The broker has sent a retained message, of any device.</summary>
    public void SawRetained(DateTimeOffset at) => Interlocked.Exchange(ref _retainedAt, at.UtcTicks);

    /// <summary>Whether a device has been removed while the reader was not connected.</summary>
    /// <param name="confirmedAt">When the last message of the device arrived, retained or not.</param>
    public bool HasLeft(DateTimeOffset confirmedAt)
    {
        (DateTimeOffset? closed, DateTimeOffset? opened) = inFlight.Reconnected;
        if (closed is not { } end || opened is not { } start || confirmedAt >= end)
        {
            return false;
        }

        TimeSpan open = time.GetUtcNow() - start;
        return open > (Interlocked.Read(ref _retainedAt) >= end.UtcTicks ? _settled : _longest);
    }
}
