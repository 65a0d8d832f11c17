namespace NanoEvents;

/// <summary>The present values of one source of a device.</summary>
public sealed record SourceState
{
    /// <summary>What the source is.</summary>
    public required SourceType Type { get; init; }

    /// <summary>Its number, counted within its type.</summary>
    public required int Source { get; init; }

    /// <summary>Its name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>The last readings of the source, one for each measurement; empty if there are none.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    /// <summary>The last temperature in °C; null if <see cref="Readings"/> has none.</summary>
    public double? Celsius => Find(Measurement.Temperature)?.Value;

    /// <summary>Whether a motion sensor sees motion; null if it has not been read.</summary>
    public bool? Moving { get; init; }

    /// <summary>What a source of a state of your own shows, such as a door contact; null for other sources.</summary>
    public Condition? Condition { get; init; }

    /// <summary>Whether <see cref="Condition"/> is on; null if it has not been read.</summary>
    public bool? On { get; init; }

    /// <summary>When <see cref="Moving"/>, <see cref="On"/> or the temperature was read; null if unknown.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How <see cref="Time"/> is known.</summary>
    public ClockQuality Clock { get; init; }

    /// <summary>Why the source is at fault, as <see cref="NanoEvent.Reason"/> says it; null if it works.</summary>
    public string? Fault { get; init; }

    /// <summary>The last value of one measurement; null if there is none.</summary>
    /// <param name="measurement">Which measurement, such as <see cref="Measurement.Humidity"/>.</param>
    public Reading? Find(Measurement measurement) => Readings.FirstOrDefault(r => r.Measurement == measurement);
}
