namespace NanoEvents.Dashboard;

/// <summary>Whether a device is there.</summary>
internal enum DevicePresence
{
    /// <summary>Nobody can know: the broker cannot be reached, or nothing has come yet.</summary>
    Unknown,

    /// <summary>It is connected.</summary>
    Online,

    /// <summary>Its status says that it is not connected.</summary>
    Offline,

    /// <summary>It has said nothing for longer than it should.</summary>
    Stale,
}
