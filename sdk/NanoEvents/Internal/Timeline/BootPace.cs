using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Compares the uptime of a boot with a clock of this program. The uptime of a running device keeps pace with the clock; stored, repeated or invented
/// messages do not. All times are those of a monotonic clock.
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
    private long _fromTicks;

    public BootPace()
    {
        StartedBy = DateTimeOffset.MaxValue;
    }

    /// <summary>The boot began at this time or before, because no message arrives before it is made.</summary>
    public DateTimeOffset StartedBy { get; private set; }

    /// <summary>When the last message arrived.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Whether messages have arrived at the pace of the uptime.</summary>
    public readonly bool IsSteady => LastAt - _from >= _span;

    /// <summary>The uptime of the first message of those that have arrived at this pace.</summary>
    public readonly long FromTicks => _fromTicks;

    /// <summary>When the last message was made, according to the message with the shortest delay.</summary>
    public readonly DateTimeOffset LastSealed => SealedAt(_ticks);

    /// <summary>When the boot began, according to the pace.</summary>
    public readonly DateTimeOffset Zero => _zero;

    /// <summary>Takes a message that was made at an uptime and has arrived now.</summary>
    public void Note(DateTimeOffset now, long sealedTicks)
    {
        DateTimeOffset zero = now.AddTicks(-sealedTicks * TicksPerWireTick);
        StartedBy = zero < StartedBy ? zero : StartedBy;
        if (LastAt == default || (zero - _zero).Duration() > _tolerance + ((now - _from) / DriftsOneIn))
        {
            (_from, _fromTicks, _zero) = (now, sealedTicks, zero);
        }

        (LastAt, _ticks) = (now, sealedTicks);
    }

    /// <summary>When a message with this uptime was made, according to the message with the shortest delay.</summary>
    public readonly DateTimeOffset SealedAt(long sealedTicks) => StartedBy.AddTicks(sealedTicks * TicksPerWireTick);
}
