namespace NanoEvents;

/// <summary>The state of a device at one moment. This copy does not change.</summary>
public sealed record DeviceState
{
    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>The boot to which the other values belong; null if no message has arrived yet.</summary>
    public int? BootId { get; init; }

    /// <summary>Whether the device is connected to the broker; null if unknown.</summary>
    public bool? Online { get; init; }

    /// <summary>The status text that the device left at the broker; null if there is none.</summary>
    public string? Status { get; init; }

    /// <summary>The version of the firmware, if it is known.</summary>
    public string? Firmware { get; init; }

    /// <summary>The number that the next event will get, as far as known.</summary>
    public uint? NextSequence { get; init; }

    /// <summary>How many events the device still held when it last sent its state.</summary>
    public uint Waiting { get; init; }

    /// <summary>How often the device sends its state at least: a minute unless it says otherwise. A device that sends nothing for longer is not connected.</summary>
    public TimeSpan StatePeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the device may be silent: one that has missed two of its states does not answer.</summary>
    internal TimeSpan LongestSilence => StatePeriod * 2.5;

    /// <summary>When the last message of the device arrived, not counting retained messages.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>How many bytes of payload this client has received from the device since it follows it, states and retained messages included.</summary>
    public long PayloadBytes { get; init; }

    /// <summary>
    /// The boots that run at the same time under this device's name, two or more: two or more boards have this name, and each needs its own
    /// <c>device.id</c>. Empty if there is no clash.
    /// </summary>
    public IReadOnlyList<int> ClashingBoots { get; init; } = [];

    /// <summary>Each source that has a value, a fault or a name: thermometers first, in the order of their numbers.</summary>
    public IReadOnlyList<SourceState> Sources { get; init; } = [];

    /// <summary>The counters of the device since it started, by name.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
}
