namespace NanoEvents;

/// <summary>
/// Recognises that a broker closes each connection soon after it has opened, and is there again at once. Where it does not say why, another
/// program most likely connects with the same client id, and the two throw each other off.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Flapping(TimeProvider time)
{
    /// <summary>After so many in a row.</summary>
    public const int Enough = 3;

    private static readonly TimeSpan _short = TimeSpan.FromSeconds(15);
    private long _opened;
    private int _count;

    /// <summary>Whether it is so.</summary>
    public bool IsSuspected => _count >= Enough;

    public void Opened() => _opened = time.GetTimestamp();

    /// <summary>A connection that had opened is closed.</summary>
    public void Closed() => _count = time.GetElapsedTime(_opened) < _short ? _count + 1 : 0;

    /// <summary>An attempt has failed: the broker itself has trouble.</summary>
    public void Failed() => _count = 0;
}
