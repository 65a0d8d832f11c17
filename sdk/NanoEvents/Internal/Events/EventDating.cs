using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Turns the uptimes of one batch into times: by the device's clock if it is known; otherwise calculated back from the arrival of the message;
/// otherwise unknown. No event is ever dated 1970.
/// </summary>
internal readonly struct EventDating
{
    private const long TicksPerWireTick = TimeSpan.TicksPerMillisecond * BatchFormat.TickMs;

    // By how much the clock of a device may run fast or slow; the crystals of boards are good for 50 parts in a million.
    private const long DriftsOneIn = 10_000;

    // No device of this format is older. A clock that shows an earlier time has not been set.
    private static readonly long _earliest = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly long _zero;
    private readonly long _error;
    private readonly ClockQuality _quality;

    // If the anchor is from another message: the uptime at which that message was sealed. -1: the anchor is from this batch and covers all of it.
    private readonly long _driftsFrom;

    private EventDating(long zero, long error, ClockQuality quality, long driftsFrom = -1)
    {
        _zero = zero;
        _error = error;
        _quality = quality;
        _driftsFrom = driftsFrom;
    }

    public bool IsKnown => _quality != ClockQuality.Unknown;

    /// <summary>By the anchor of a batch; unknown if the batch has none, or one from before 2000. The times of a short batch are times of the wall clock.</summary>
    public static EventDating ByAnchorOf(in Batch batch)
    {
        long zero = DateTime.UnixEpoch.Ticks + (batch.AnchorTicks * TicksPerWireTick);
        long set = batch.IsShort ? zero + (batch.WallTicks * TicksPerWireTick) : zero;
        return !batch.HasAnchor || set < _earliest ? default : new(zero, (batch.AnchorErrorTicks + 1L) * TicksPerWireTick, ClockQuality.Synchronized);
    }

    /// <summary>The same for another batch of the same boot, which this message's anchor does not cover: the clock drifts in between.</summary>
    public EventDating FromAfar(long sealedTicks) => new(_zero, _error, _quality, sealedTicks);

    /// <summary>By the arrival of a message: it was sealed no later than that.</summary>
    public static EventDating ByArrival(DateTimeOffset arrival, long sealedTicks)
    {
        // Uptime zero may be before 2000 if the uptime is nonsense; the time of each event is checked again.
        return sealedTicks > DateTime.MaxValue.Ticks / TicksPerWireTick
            ? default
            : new(arrival.UtcTicks - (sealedTicks * TicksPerWireTick), 0, ClockQuality.Estimated);
    }

    /// <summary>The time of an uptime, in wire ticks; unknown if it is impossible.</summary>
    public Dated At(long uptimeTicks)
    {
        if (_quality == ClockQuality.Unknown || uptimeTicks > DateTime.MaxValue.Ticks / TicksPerWireTick)
        {
            return default;
        }

        long time = _zero + (uptimeTicks * TicksPerWireTick);
        long drift = _driftsFrom < 0 ? 0 : Math.Abs(uptimeTicks - _driftsFrom) / DriftsOneIn * TicksPerWireTick;
        return time < _earliest || time > DateTime.MaxValue.Ticks ? default : new Dated(time, _quality, _error + drift);
    }

    /// <summary>Whether an uptime that had passed when its message arrived is not later by this dating, within the error.</summary>
    public bool IsPossible(long uptimeTicks, DateTimeOffset arrival)
    {
        Dated dated = At(uptimeTicks);
        return dated.UtcTicks - dated.ErrorTicks <= arrival.UtcTicks;
    }
}

/// <summary>A time and how it is known, in 16 bytes, because each event has one. Zero ticks: no time.</summary>
internal readonly record struct Dated
{
    /// <summary>Instead of the error: a synchronized time with an unknown error.</summary>
    public const long ErrorNotKnown = -1;

    // A time of .NET has 62 bits.
    private const int QualityShift = 62;

    private readonly ulong _time;

    public Dated(long utcTicks, ClockQuality quality, long errorTicks)
    {
        _time = (ulong)utcTicks | ((ulong)quality << QualityShift);
        ErrorTicks = errorTicks;
    }

    public long UtcTicks => (long)(_time & ((1UL << QualityShift) - 1));

    public ClockQuality Quality => (ClockQuality)(_time >> QualityShift);

    public long ErrorTicks { get; }

    public DateTimeOffset? Time => UtcTicks == 0 ? null : new DateTimeOffset(UtcTicks, TimeSpan.Zero);

    public TimeSpan? Error => Quality == ClockQuality.Synchronized && ErrorTicks != ErrorNotKnown ? new TimeSpan(ErrorTicks) : null;
}
