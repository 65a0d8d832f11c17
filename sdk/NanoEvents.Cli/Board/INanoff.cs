namespace NanoEvents.Cli.Board;

/// <summary>nanoFramework's tool for boards: the part that configuring needs.</summary>
internal interface INanoff
{
    /// <summary>Runs it with its output visible to the user, and returns its exit code.</summary>
    Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation);
}
