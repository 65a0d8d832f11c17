namespace NanoEvents.Cli.Output;

/// <summary>What to type to start this program again.</summary>
internal static class StartedAs
{
    /// <summary>`nanoevents`, or the line for a clone where this program was built in one.</summary>
    public static string Command { get; } = For(AppContext.BaseDirectory);

    /// <summary>The same for a program in this folder.</summary>
    public static string For(string folder) =>
        folder.Replace('\\', '/').Contains("/sdk/NanoEvents.Cli/bin/", StringComparison.Ordinal) ? "dotnet run --project sdk/NanoEvents.Cli --" : "nanoevents";
}
