using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// How the uptime of a boot goes along with our clock. A device that is running goes at its pace; what was stored, repeated or made up does not.
/// Times are those of a steady clock, which nobody sets.
/// </summary>
internal struct BootPace
{
    private const long TicksPerWireTick = TimeSpan.TicksPerMillisecond * BatchFormat.TickMs;
    private const int DriftsOneIn = 10_000;
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _span = TimeSpan.FromSeconds(1);

    private DateTimeOffset _from;
    private DateTimeOffset _zero;
    private long _ticks;

    public BootPace()
    {
        StartedBy = DateTimeOffset.MaxValue;
    }

    /// <summary>The boot began then or before: nothing of it can have come sooner than it was made.</summary>
    public DateTimeOffset StartedBy { get; private set; }

    /// <summary>When the last message came.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Whether messages have come one after the other at the pace at which the uptime went.</summary>
    public readonly bool IsSteady => LastAt - _from >= _span;

    /// <summary>When the last message was made, as the one says that was least on its way.</summary>
    public readonly DateTimeOffset LastSealed => SealedAt(_ticks);

    /// <summary>By the pace: when the boot began.</summary>
    public readonly DateTimeOffset Zero => _zero;

    /// <summary>Takes a message that was made at an uptime and has come now.</summary>
    public void Note(DateTimeOffset now, long sealedTicks)
    {
        DateTimeOffset zero = now.AddTicks(-sealedTicks * TicksPerWireTick);
        StartedBy = zero < StartedBy ? zero : StartedBy;
        if (LastAt == default || (zero - _zero).Duration() > _tolerance + ((now - _from) / DriftsOneIn))
        {
            (_from, _zero) = (now, zero);
        }

        (LastAt, _ticks) = (now, sealedTicks);
    }

    /// <summary>When a message was made that has such an uptime, as the one says that was least on its way.</summary>
    public readonly DateTimeOffset SealedAt(long sealedTicks) => StartedBy.AddTicks(sealedTicks * TicksPerWireTick);
}
