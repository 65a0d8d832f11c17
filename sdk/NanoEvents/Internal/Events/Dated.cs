namespace NanoEvents;

/// <summary>A time and how it is known. Zero ticks: no time.</summary>
internal readonly record struct Dated(long UtcTicks, ClockQuality Quality, long ErrorTicks)
{
    /// <summary>Instead of the error: a synchronized time with an unknown error.</summary>
    public const long ErrorNotKnown = -1;

    public DateTimeOffset? Time => UtcTicks == 0 ? null : new DateTimeOffset(UtcTicks, TimeSpan.Zero);

    public TimeSpan? Error => Quality == ClockQuality.Synchronized && ErrorTicks != ErrorNotKnown ? new TimeSpan(ErrorTicks) : null;
}
