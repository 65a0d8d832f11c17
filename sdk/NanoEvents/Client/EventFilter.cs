namespace NanoEvents;

/// <summary>Which events a reader wants.</summary>
public sealed record EventFilter
{
    /// <summary>All events of all devices.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>One device; null for all.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The kinds that come out; null for all. With a list, <see cref="EventKind.Lost"/> comes only where it is in the list.
    /// </summary>
    public IReadOnlyCollection<EventKind>? Kinds { get; init; }

    internal bool Accepts(in NanoEvent e) => Kinds is null || Kinds.Contains(e.Kind);
}
