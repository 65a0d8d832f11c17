namespace NanoEvents.History;

/// <summary>Events that are lost.</summary>
/// <param name="Device">The device.</param>
/// <param name="BootId">The boot.</param>
/// <param name="From">The first number that is lost.</param>
/// <param name="Count">How many; null if unknown.</param>
/// <param name="Cause">Why.</param>
/// <param name="After">The time of the device's event before the loss, in UTC; null if there is none.</param>
/// <param name="Before">The time of its next event; null if none has come.</param>
public sealed record HistoryLoss(string Device, int BootId, uint From, long? Count, LossCause Cause, DateTimeOffset? After, DateTimeOffset? Before);
