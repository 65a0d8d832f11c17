namespace NanoEvents.Simulator.Faults;

/// <summary>One line of a fault script.</summary>
/// <param name="AtMs">When, in ms since the start.</param>
/// <param name="Verb">What.</param>
/// <param name="Value">The first argument: ms where it is a time, otherwise a count or a number of a sensor.</param>
/// <param name="Second">The second argument, a count or a number of a sensor.</param>
/// <param name="Number">The line's number in its file, from 1; 0 where there is no file.</param>
public readonly record struct FaultLine(long AtMs, FaultVerb Verb, long Value = 0, int Second = 0, int Number = 0);
