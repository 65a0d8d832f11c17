namespace NanoEvents.Simulator;

/// <summary>A trace that cannot be read, or not beyond some line. The message says where and why.</summary>
public sealed class TraceException(string message) : Exception(message);
