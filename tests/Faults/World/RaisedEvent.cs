using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>An event as the ring got it.</summary>
/// <param name="Word">Kind, source, flag and detail.</param>
/// <param name="Ticks">Uptime in ticks.</param>
/// <param name="Value">The value.</param>
internal readonly record struct RaisedEvent(int Word, long Ticks, int Value);
