namespace NanoEvents.History;

/// <summary>A time in which a device was not connected to the broker.</summary>
/// <param name="Device">The device.</param>
/// <param name="From">Since when, in UTC.</param>
/// <param name="To">Until when; null if it is still away.</param>
/// <param name="Kept">How many events of this time the device has kept and delivered later.</param>
public sealed record HistoryOutage(string Device, DateTimeOffset From, DateTimeOffset? To, long Kept);
