using System.Globalization;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>Reads the times of a trace, one after the other: of a local time that comes twice a year it depends on the one before which it is.</summary>
/// <param name="zone">Where times without an offset were read off a clock.</param>
internal sealed class TraceTime(TimeZoneInfo zone)
{
    private const int FirstYear = 2000;

    // A batch says the time in ticks of 40 bits, which end in 2318.
    private const int LastYear = 2299;

    private static readonly string[] _formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK",
    ];

    private bool _isLocal;

    /// <summary>The time read last, in ticks of 10 ms since 1970.</summary>
    public long Ticks { get; private set; } = long.MinValue;

    /// <summary>Reads the next time.</summary>
    /// <returns>The problem, as the end of a sentence that begins with the text; empty if there is none.</returns>
    public string Read(ReadOnlySpan<char> cell)
    {
        if (!DateTime.TryParseExact(cell, _formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime time))
        {
            return "is not a time such as 2017-12-22T10:49:41 or 2017-12-22T10:49:41+01:00";
        }

        if (time.Year is < FirstYear or > LastYear)
        {
            return time.Year < FirstYear ? $"is before the year {FirstYear}" : $"is after the year {LastYear}";
        }

        // A time before the year 2000 by its offset alone, or after the last one, makes no difference.
        _isLocal = time.Kind == DateTimeKind.Unspecified;
        if (_isLocal && zone.IsInvalidTime(time))
        {
            return $"never was in {zone.Id}: the clock was put forward over it";
        }

        long ticks = TicksOf(time, OffsetOf(time));
        if (ticks < Ticks)
        {
            return "is before the one in the line above" + (LooksLikeAnHourTwice(ticks) ? ": is it local time, in the hour that comes twice? Then say which, such as --zone Europe/Berlin" : "");
        }

        Ticks = ticks;
        return string.Empty;
    }

    // In the hour that comes twice it is the first one as long as that does not go back.
    private TimeSpan OffsetOf(DateTime time)
    {
        if (!_isLocal)
        {
            return TimeSpan.Zero;
        }

        if (!zone.IsAmbiguousTime(time))
        {
            return zone.GetUtcOffset(time);
        }

        TimeSpan[] offsets = zone.GetAmbiguousTimeOffsets(time);
        return TicksOf(time, offsets.Max()) >= Ticks ? offsets.Max() : offsets.Min();
    }

    private bool LooksLikeAnHourTwice(long ticks) =>
        _isLocal && zone == TimeZoneInfo.Utc && Ticks - ticks <= TimeSpan.SecondsPerHour * TimeSpan.MillisecondsPerSecond / BatchFormat.TickMs;

    private static long TicksOf(DateTime time, TimeSpan offset) =>
        (time.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) / (BatchFormat.TickMs * TimeSpan.TicksPerMillisecond);
}
