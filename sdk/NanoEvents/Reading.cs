namespace NanoEvents;

/// <summary>The last value of a measurement that a source has read.</summary>
/// <param name="Measurement">What was measured.</param>
/// <param name="Value">The value, in the <see cref="Measurement.Unit"/> of <paramref name="Measurement"/>.</param>
/// <param name="Time">When it was read; null if unknown.</param>
/// <param name="Clock">How <paramref name="Time"/> is known.</param>
public sealed record Reading(Measurement Measurement, double Value, DateTimeOffset? Time, ClockQuality Clock);
