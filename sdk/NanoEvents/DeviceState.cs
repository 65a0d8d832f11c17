namespace NanoEvents;

/// <summary>What is known of a device at one moment: a copy that does not change.</summary>
public sealed record DeviceState
{
    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>The boot that the rest is about; null where nothing has come yet.</summary>
    public int? BootId { get; init; }

    /// <summary>Whether the device is connected to the broker; null where the broker has not said.</summary>
    public bool? Online { get; init; }

    /// <summary>The status text that the device left at the broker; null where there is none.</summary>
    public string? Status { get; init; }

    /// <summary>The version of the firmware, where it was told.</summary>
    public string? Firmware { get; init; }

    /// <summary>The number that the next event will get, as far as is known.</summary>
    public uint? NextSequence { get; init; }

    /// <summary>How many events the device still held when it last sent its state.</summary>
    public uint Waiting { get; init; }

    /// <summary>When a message of the device last came that the broker had not kept.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>
    /// The boots that run at the same time under this device's name, two or more: as many boards have it, and each needs a <c>device.id</c> of its own.
    /// Empty where all is well.
    /// </summary>
    public IReadOnlyList<int> ClashingBoots { get; init; } = [];

    /// <summary>Each source that has a value, a fault or a name: thermometers first, in the order of their numbers.</summary>
    public IReadOnlyList<SourceState> Sources { get; init; } = [];

    /// <summary>The counters of the device since it started, by name.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
}
