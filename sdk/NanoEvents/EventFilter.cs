namespace NanoEvents;

/// <summary>The events that a reader gets.</summary>
public sealed record EventFilter
{
    /// <summary>All events of all devices.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>One device, with the name in <see cref="NanoEvent.Device"/>: <c>site1/hall</c> under a topic prefix; null for all.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The kinds of events to return; null for all. With a list, <see cref="EventKind.Lost"/> is only returned if it is in the list.
    /// </summary>
    public IReadOnlyCollection<EventKind>? Kinds { get; init; }

    /// <summary>
    /// The last event of each device that was handled. You do not get it, or earlier events, again. Null: as
    /// <see cref="EventClientOptions.Checkpoints"/> changes.
    /// </summary>
    public IReadOnlyCollection<Checkpoint>? After { get; init; }

    internal string? FindProblem() =>
        Device is { } device && !DeviceName.IsValidUnderPrefix(device) ? "a device has a name of 1 to 32 characters out of A-Z a-z 0-9 _ -, under a topic prefix such as site1/hall"
        : After is { } after && after.DistinctBy(c => c.Device).Count() < after.Count ? "a device must have one checkpoint, its last"
        : null;

    internal bool Accepts(in NanoEvent e) => Kinds is null || Kinds.Contains(e.Kind);
}
