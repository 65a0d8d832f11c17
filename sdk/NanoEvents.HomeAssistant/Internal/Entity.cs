namespace NanoEvents.HomeAssistant;

/// <summary>One entity of a device: what it is, and what it shows now.</summary>
/// <param name="Key">Which it is.</param>
/// <param name="Name">For people.</param>
/// <param name="Present">What it shows.</param>
internal sealed record Entity(EntityKey Key, string Name, Present Present)
{
    /// <summary>What it measures, in Home Assistant's words; null for none of these.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>The unit of a measurement; null for others.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether it is about the device rather than the room.</summary>
    public bool IsDiagnostic { get; init; }

    /// <summary>Whether it has a value even if the device is offline: whether it is there, and when it was last seen.</summary>
    public bool OutlivesDevice { get; init; }
}

/// <summary>What an entity shows now.</summary>
/// <param name="IsAvailable">Whether it has a present at all. At a fault it has none, and the last value does not stay.</param>
/// <param name="Value">A number, text in quotation marks, or <c>null</c>: JSON.</param>
/// <param name="Time">When it was read; null if unknown, or if it is no reading.</param>
internal sealed record Present(bool IsAvailable, string Value, DateTimeOffset? Time = null)
{
    public const string Nothing = "null";
    public const string On = "\"ON\"";
    public const string Off = "\"OFF\"";

    /// <summary>How <see cref="Time"/> is known.</summary>
    public ClockQuality Clock { get; init; }

    /// <summary>Why the source is at fault; null if it works.</summary>
    public string? Fault { get; init; }

    /// <summary>The device's word for the value; null for none.</summary>
    public string? Word { get; init; }

    /// <summary>Whether the value is a time that changes with each message.</summary>
    public bool IsClock { get; init; }

    /// <summary>Whether the same is shown, read at another time perhaps.</summary>
    public bool ShowsTheSame(Present? other) => other is not null && Lasting == other.Lasting;

    private Present Lasting => this with { Time = null, Clock = default, Value = IsClock && Value != Nothing ? "" : Value };

    public static string Flag(bool? flag) => flag is { } known ? (known ? On : Off) : Nothing;
}
