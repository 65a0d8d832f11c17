namespace NanoEvents;

/// <summary>How a message came.</summary>
/// <param name="At">When, by the wall clock.</param>
/// <param name="Steady">When, by a monotonic clock.</param>
/// <param name="Retained">Whether it was retained, so that its arrival does not date its events.</param>
/// <param name="MayHaveWaited">Whether the broker may have held it back until this reader had handled others.</param>
internal readonly record struct Arrived(DateTimeOffset At, DateTimeOffset Steady, bool Retained, bool MayHaveWaited);
