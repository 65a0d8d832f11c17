namespace NanoEvents.Simulator.Faults;

/// <summary>An argument of a verb: a time in seconds or a whole number, its limits, and its default.</summary>
/// <param name="Name">Its name in documentation and error messages.</param>
/// <param name="IsSeconds">Whether it is a time; values are then in ms.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
/// <param name="Otherwise">The default value; null if the argument is required.</param>
public sealed record FaultArgument(string Name, bool IsSeconds, long Least, long Most, long? Otherwise);
