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

    // An event waits in the device for others. The longer messages keep the pace, the more it may have waited and still show the pace.
    private const int WaitsOneIn = 8;
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _span = TimeSpan.FromSeconds(1);

    // UTC ticks: a DateTimeOffset takes twice the memory, and each device has several.
    private long _from;
    private long _zero;
    private long _startedBy = DateTimeOffset.MaxValue.Ticks;
    private long _lastAt;
    private long _ticks;
    private long _fromTicks;

    // The pace before the present one, which a single message may have broken.
    private long _fromBefore;
    private long _zeroBefore;

    public BootPace()
    {
    }

    /// <summary>Whether any message with an uptime that can be has come: without one, nothing is known.</summary>
    public readonly bool HasAny => _lastAt != 0;

    /// <summary>The boot began at this time or before, because no message arrives before it is made.</summary>
    public readonly DateTimeOffset StartedBy => new(_startedBy, TimeSpan.Zero);

    /// <summary>When the last message arrived.</summary>
    public readonly DateTimeOffset LastAt => new(_lastAt, TimeSpan.Zero);

    /// <summary>Whether messages have arrived at the pace of the uptime.</summary>
    public readonly bool IsSteady => _lastAt - _from >= _span.Ticks;

    /// <summary>
    /// Whether a message has kept that pace that nothing held back, so that all came as soon as they were made. Without one, they may have come at the pace of a
    /// slow reader.
    /// </summary>
    public bool IsProven { get; private set; }

    /// <summary>The uptime of the first message of those that have arrived at this pace.</summary>
    public readonly long FromTicks => _fromTicks;

    /// <summary>When the last message was made, according to the message with the shortest delay.</summary>
    public readonly DateTimeOffset LastSealed => SealedAt(_ticks);

    /// <summary>When the boot began, according to the pace.</summary>
    public readonly DateTimeOffset Zero => new(_zero, TimeSpan.Zero);

    /// <summary>Takes a message that was made at an uptime and has arrived now.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="sealedTicks">The uptime at which it was made.</param>
    /// <param name="mayHaveWaited">Whether it may have waited for this reader.</param>
    public void Note(DateTimeOffset now, long sealedTicks, bool mayHaveWaited)
    {
        long zero = now.UtcTicks - (sealedTicks * TicksPerWireTick);

        // Where one comes much sooner, those before have come late all together.
        IsProven &= zero >= _startedBy - _tolerance.Ticks;
        _startedBy = Math.Min(zero, _startedBy);
        if (!HasAny || !IsAtPace(now, zero))
        {
            (_fromBefore, _zeroBefore) = IsSteady ? (_from, _zero) : (_fromBefore, _zeroBefore);
            (_from, _fromTicks, _zero) = (now.UtcTicks, sealedTicks, zero);
        }

        Take(now, sealedTicks, mayHaveWaited);
    }

    /// <summary>Takes a message that was made at an uptime or later. It may have waited, and shows nothing if it has waited for long.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="ticks">The uptime.</param>
    /// <param name="mayHaveWaited">Whether it may have waited for this reader.</param>
    public void Confirm(DateTimeOffset now, long ticks, bool mayHaveWaited)
    {
        long zero = now.UtcTicks - (ticks * TicksPerWireTick);
        bool isAtPace = IsAtPace(now, zero) || (zero > _zero && zero - _zero < (now.UtcTicks - _from) / WaitsOneIn);
        if (HasAny && isAtPace)
        {
            Take(now, ticks, mayHaveWaited);
        }
        else if (!HasAny || zero < _zero)
        {
            // It has come sooner than those before.
            Note(now, ticks, mayHaveWaited);
        }
    }

    /// <summary>Whether an uptime can have been reached now, as far as is known.</summary>
    public readonly bool IsReached(DateTimeOffset now, long ticks) =>
        !HasAny || now.UtcTicks - (ticks * TicksPerWireTick) >= _startedBy - _tolerance.Ticks - ((now.UtcTicks - _from) / DriftsOneIn);

    /// <summary>Whether a message that comes now keeps the pace at which messages have come, or came before others broke it.</summary>
    public readonly bool IsKept(DateTimeOffset now, long ticks)
    {
        long zero = now.UtcTicks - (ticks * TicksPerWireTick);
        return (IsSteady && IsAtPace(now, zero)) || (_fromBefore != 0 && IsNear(now, zero, _fromBefore, _zeroBefore));
    }

    /// <summary>When a message with this uptime was made, according to the message with the shortest delay.</summary>
    public readonly DateTimeOffset SealedAt(long sealedTicks) => StartedBy.AddTicks(sealedTicks * TicksPerWireTick);

    private void Take(DateTimeOffset now, long ticks, bool mayHaveWaited)
    {
        (_lastAt, _ticks) = (now.UtcTicks, ticks);
        IsProven |= IsSteady && !mayHaveWaited;
    }

    private readonly bool IsAtPace(DateTimeOffset now, long zero) => IsNear(now, zero, _from, _zero);

    private static bool IsNear(DateTimeOffset now, long zero, long from, long known) => Math.Abs(zero - known) <= _tolerance.Ticks + ((now.UtcTicks - from) / DriftsOneIn);
}
