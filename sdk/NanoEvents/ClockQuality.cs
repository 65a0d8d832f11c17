namespace NanoEvents;

/// <summary>How the time of an event is known.</summary>
public enum ClockQuality
{
    /// <summary>It is not: there is no time.</summary>
    Unknown,

    /// <summary>Reckoned back from the arrival of its message: it happened at that time or earlier.</summary>
    Estimated,

    /// <summary>From the device's own clock, right to within <see cref="NanoEvent.TimeError"/>.</summary>
    Synchronized,
}
