namespace NanoEvents.History;

/// <summary>The file is no history, is from a newer version, or cannot be opened or written.</summary>
/// <param name="message">What is wrong with which file, and what to do, as one line for people.</param>
/// <param name="inner">The cause; null if there is none.</param>
public sealed class HistoryException(string message, Exception? inner = null) : Exception(message, inner);
