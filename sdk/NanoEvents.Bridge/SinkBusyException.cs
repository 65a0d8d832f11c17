namespace NanoEvents.Bridge;

/// <summary>Another bridge writes to the target. This bridge waits, and takes over when the other one ends.</summary>
/// <param name="message">Which bridge, as one line for people.</param>
public sealed class SinkBusyException(string message) : Exception(message);
