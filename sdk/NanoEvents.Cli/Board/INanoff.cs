namespace NanoEvents.Cli.Board;

/// <summary>nanoFramework's tool for boards, as much of it as configuring takes.</summary>
internal interface INanoff
{
    /// <summary>Runs it where the user sees what it says, and returns its exit code.</summary>
    Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation);
}
