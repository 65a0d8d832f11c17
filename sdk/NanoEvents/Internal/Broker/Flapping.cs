namespace NanoEvents;

/// <summary>
/// Recognizes a broker that closes each connection soon after it has opened, and accepts a new one at once. If the broker does not say why, another
/// program most likely uses the same client id, and the two disconnect each other.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Flapping(TimeProvider time)
{
    /// <summary>The number of short connections in a row after which it reports.</summary>
    public const int Enough = 3;

    private static readonly TimeSpan _short = TimeSpan.FromSeconds(15);
    private long _opened;
    private int _count;

    /// <summary>Whether the warning applies.</summary>
    public bool IsSuspected => _count >= Enough;

    public void Opened() => _opened = time.GetTimestamp();

    /// <summary>A connection that had opened is closed.</summary>
    public void Closed() => _count = time.GetElapsedTime(_opened) < _short ? _count + 1 : 0;

    /// <summary>An attempt has failed, so the broker itself has a problem.</summary>
    public void Failed() => _count = 0;
}
