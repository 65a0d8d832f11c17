namespace NanoEvents.HomeAssistant;

/// <summary>Where Home Assistant is, and how devices are shown there.</summary>
public sealed record HomeAssistantOptions
{
    private const int LongestArea = 64;

    /// <summary>Home Assistant's broker, and the user there. Only what is about the connection counts.</summary>
    public EventClientOptions Broker { get; set; } = new();

    /// <summary>
    /// Whether the devices send to the same broker. Then Home Assistant sees by their status at once that one is offline; otherwise it learns this from the
    /// bridge.
    /// </summary>
    public bool IsBrokerOfDevices { get; set; } = true;

    /// <summary>The name of this bridge in topics, 1 to 32 characters out of A-Z a-z 0-9 _ -. Two bridges for one Home Assistant need two names.</summary>
    public string Name { get; set; } = "bridge";

    /// <summary>Home Assistant's prefix for discovery, as set there.</summary>
    public string DiscoveryPrefix { get; set; } = HomeAssistantTopics.UsualPrefix;

    /// <summary>The area that is suggested for a device, by the device's name. Home Assistant takes it when it meets the device for the first time.</summary>
    public IReadOnlyDictionary<string, string> Areas { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// The greatest age of a reading that still counts as the present; at least two and a half periods of the device's states count. Older readings are not
    /// shown.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The most entities. A source beyond them is not shown, and a notice says so.</summary>
    public int MaxEntities { get; set; } = 5000;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the broker is. Options contain passwords, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public override string ToString() => $"{nameof(HomeAssistantOptions)} {{ {Broker} }}";

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        Broker.FindProblem() is { } problem ? problem
        : !DeviceName.IsValid(Name) ? "the bridge's name must be 1 to 32 characters out of A-Z a-z 0-9 _ -"
        : !DeviceName.IsValidUnderPrefix(DiscoveryPrefix) ? "the discovery prefix must be levels of 1 to 32 characters out of A-Z a-z 0-9 _ -"
        : Areas.Keys.FirstOrDefault(device => !DeviceName.IsValidUnderPrefix(device)) is not null ? "an area belongs to a device, such as hall"
        : Areas.Values.Any(area => string.IsNullOrWhiteSpace(area) || area.Length > LongestArea) ? $"an area has 1 to {LongestArea} characters"
        : MaxAge < TimeSpan.FromSeconds(1) || MaxAge > TimeSpan.FromDays(1) ? "the greatest age must be 1 second to 1 day"
        : MaxEntities < 1 ? "the most entities must be at least 1"
        : null;
}
