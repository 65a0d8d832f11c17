namespace NanoEvents;

/// <summary>A time and how it is known. Zero ticks: there is none.</summary>
internal readonly record struct Dated(long UtcTicks, ClockQuality Quality, long ErrorTicks)
{
    public DateTimeOffset? Time => UtcTicks == 0 ? null : new DateTimeOffset(UtcTicks, TimeSpan.Zero);

    public TimeSpan? Error => Quality == ClockQuality.Synchronized ? new TimeSpan(ErrorTicks) : null;
}
