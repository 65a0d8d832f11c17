namespace NanoEvents.History;

/// <summary>The two lengths of summaries, in seconds.</summary>
internal static class Span
{
    public const long Hour = 3600;
    public const long Day = 86400;

    /// <summary>Which span a time is in, counted since 1970.</summary>
    public static long Of(long milliseconds, long span) => Math.DivRem(milliseconds, span * 1000, out long rest) - (rest < 0 ? 1 : 0);
}
