namespace NanoEvents;

/// <summary>What a source shows now besides its temperature.</summary>
/// <param name="Kind">What is measured, such as <see cref="EventKind.Humidity"/>.</param>
/// <param name="Value">The last reading, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit, such as <c>%</c>.</param>
/// <param name="Time">When it was read; null where nobody knows.</param>
/// <param name="Clock">How <paramref name="Time"/> is known.</param>
public sealed record Measurement(EventKind Kind, double Value, string Unit, DateTimeOffset? Time, ClockQuality Clock);
