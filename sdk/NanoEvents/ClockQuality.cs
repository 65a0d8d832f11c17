namespace NanoEvents;

/// <summary>How the time of an event is known.</summary>
public enum ClockQuality
{
    /// <summary>The time is unknown, and the event has none.</summary>
    Unknown,

    /// <summary>Calculated back from the arrival of its message. The event happened at that time or earlier.</summary>
    Estimated,

    /// <summary>From the device's own clock, right to within <see cref="NanoEvent.TimeError"/>.</summary>
    Synchronized,
}
