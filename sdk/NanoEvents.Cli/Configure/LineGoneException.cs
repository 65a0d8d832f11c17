namespace NanoEvents.Cli.Configure;

/// <summary>The serial port has gone away while it was used.</summary>
internal sealed class LineGoneException : Exception;
