using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>One sensor of a trace.</summary>
/// <param name="Type">The type of the sensor.</param>
/// <param name="Source">Its number among the sensors of its type.</param>
/// <param name="Name">Its name in the events; empty for none.</param>
public readonly record struct TraceColumn(SourceType Type, int Source, string Name);
