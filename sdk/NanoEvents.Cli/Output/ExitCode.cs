namespace NanoEvents.Cli.Output;

/// <summary>How the command ends, for scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;
}

/// <summary>A command that failed. The message says what, where and what to do, in one line.</summary>
internal sealed class CommandException(string message) : Exception(message);
