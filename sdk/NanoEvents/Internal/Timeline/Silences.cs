namespace NanoEvents;

/// <summary>When a device that sends nothing counts as silent.</summary>
internal static class Silences
{
    private static readonly TimeSpan _delay = TimeSpan.FromMinutes(1);

    /// <summary>Two states are missing, and a minute for their way.</summary>
    /// <param name="period">How often the device sends its state at least.</param>
    public static TimeSpan After(TimeSpan period) => (period * 2) + _delay;
}
