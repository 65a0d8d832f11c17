namespace NanoEvents.Cli;

/// <summary>A command that failed. The message says what, where and what to do, in one line.</summary>
internal sealed class CommandException(string message) : Exception(message);
