namespace NanoEvents;

/// <summary>What one source of a device shows now.</summary>
public sealed record SourceState
{
    /// <summary>What the source is.</summary>
    public required SourceType Type { get; init; }

    /// <summary>Its number, counted within its type.</summary>
    public required int Source { get; init; }

    /// <summary>Its name, where it has one.</summary>
    public string? Name { get; init; }

    /// <summary>A thermometer's last good reading in °C; null where there was none.</summary>
    public double? Celsius { get; init; }

    /// <summary>Whether a motion sensor sees motion; null where it has not been read.</summary>
    public bool? Moving { get; init; }

    /// <summary>When the value was read; null where nobody knows.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How <see cref="Time"/> is known.</summary>
    public ClockQuality Clock { get; init; }

    /// <summary>Why the source is at fault, as <see cref="NanoEvent.Reason"/> says it; null where it is not.</summary>
    public string? Fault { get; init; }

    /// <summary>What a thermometer measures besides the temperature, as last read; usually nothing.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];
}
