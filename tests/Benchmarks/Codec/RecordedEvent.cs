namespace NanoEvents.Benchmarks.Codec;

/// <summary>One event of the recording, in no format: what every codec is given, and what it must give back.</summary>
/// <param name="Boot">Which run of the device.</param>
/// <param name="Sequence">The event's number in that run.</param>
/// <param name="TimeMs">Milliseconds since 1970.</param>
/// <param name="Source">The thermometer or motion sensor.</param>
/// <param name="IsMotion">A motion; otherwise a temperature.</param>
/// <param name="Value">Hundredths of a °C; 1 or 0 for moving or still.</param>
internal readonly record struct RecordedEvent(int Boot, uint Sequence, long TimeMs, int Source, bool IsMotion, int Value);
