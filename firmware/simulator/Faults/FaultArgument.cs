namespace NanoEvents.Simulator.Faults;

/// <summary>An argument of a verb: a time in seconds or a whole number, its limits, and what it is where it is left out.</summary>
/// <param name="Name">As documentation and mistakes call it.</param>
/// <param name="IsSeconds">Whether it is a time; values are then in ms.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
/// <param name="Otherwise">The value where it is left out; null where it must be given.</param>
public sealed record FaultArgument(string Name, bool IsSeconds, long Least, long Most, long? Otherwise);
