namespace NanoEvents;

/// <summary>The counters of a timeline.</summary>
/// <param name="Delivered">Events delivered, except boot and lost.</param>
/// <param name="Duplicates">Events that arrived again after they had been delivered.</param>
/// <param name="Late">Events that arrived after they had been reported lost, and were dropped.</param>
/// <param name="Lost">Numbers reported lost. Losses by restart have no count and are not included.</param>
internal readonly record struct TimelineStats(long Delivered, long Duplicates, long Late, long Lost);
