namespace NanoEvents.Simulator.Faults;

/// <summary>A fault script that cannot be read, or not be run here. The message says which line and why.</summary>
public sealed class FaultScriptException(string message) : Exception(message);
