namespace NanoEvents;

/// <summary>What a timeline has counted.</summary>
/// <param name="Delivered">Events that came out, without boot and lost.</param>
/// <param name="Duplicates">Events that came again after they had been delivered.</param>
/// <param name="Late">Events that came after they had been reported lost, and were dropped.</param>
/// <param name="Lost">Numbers reported lost; losses by restart, which have no count, are not in it.</param>
public readonly record struct TimelineStats(long Delivered, long Duplicates, long Late, long Lost);
