namespace NanoEvents.History;

/// <summary>Times as the file has them: milliseconds since 1970.</summary>
internal static class Times
{
    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? At(object value) => value is long milliseconds ? At(milliseconds) : null;
}
