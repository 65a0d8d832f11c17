namespace NanoEvents.Simulator.Faults;

/// <summary>One line of a fault script.</summary>
/// <param name="AtMs">When, in ms since the start.</param>
/// <param name="Verb">What.</param>
/// <param name="Value">The first argument: ms if it is a time, otherwise a count or the number of a sensor.</param>
/// <param name="Second">The second argument, a count or a number of a sensor.</param>
/// <param name="Number">The line's number in its file, from 1; 0 if there is no file.</param>
public readonly record struct FaultLine(long AtMs, FaultVerb Verb, long Value = 0, int Second = 0, int Number = 0);
