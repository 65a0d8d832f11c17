namespace NanoEvents.History;

/// <summary>One source of a device in the history.</summary>
/// <param name="Device">The device.</param>
/// <param name="Key">The source's name in queries: the kind and the number, such as <c>temperature/0</c> or <c>motion/1</c>.</param>
/// <param name="Kind">The kind of its events.</param>
/// <param name="Number">The number of the source, counted within its type.</param>
public sealed record HistorySource(string Device, string Key, EventKind Kind, int Number)
{
    /// <summary>The name that the source had last; null if it had none.</summary>
    public string? Name { get; init; }

    /// <summary>What it measures; null for motion and states.</summary>
    public Measurement? Measurement { get; init; }

    /// <summary>The state of your own, such as a door contact; null for measurements and motion.</summary>
    public Condition? Condition { get; init; }

    /// <summary>The beginning of the first hour with events, in UTC.</summary>
    public DateTimeOffset First { get; init; }

    /// <summary>The beginning of the last hour with events, in UTC.</summary>
    public DateTimeOffset Last { get; init; }
}
