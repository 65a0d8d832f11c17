namespace NanoEvents.Dashboard;

/// <summary>A message to a page.</summary>
/// <param name="Name">What it is; null for an event of a device.</param>
/// <param name="Id">Its place; null if it has none.</param>
/// <param name="Data">One line of JSON.</param>
internal sealed record LiveMessage(string? Name, string? Id, string Data)
{
    /// <summary>The present has changed: ask for it.</summary>
    public static LiveMessage Now { get; } = new("now", null, "{}");
}
