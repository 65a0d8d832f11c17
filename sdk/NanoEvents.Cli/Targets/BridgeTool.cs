using System.CommandLine;
using System.Reflection;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Targets;

/// <summary>`nanoevents-bridge`: `watch` and `bridge` with targets, as a program of its own. It has the version of this command.</summary>
internal static class BridgeTool
{
    private const string Name = "nanoevents-bridge";
    private const string Package = "NanoEvents.Bridge.Tool";
    private const string Here = "/sdk/NanoEvents.Cli/bin/";

    private static readonly string _version = typeof(BridgeTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    // The variable is set where the SDK has started this command.
    private static readonly string _dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    /// <summary>The option that stands for the answer to the question.</summary>
    public static Option<bool> Yes() => new("--yes") { Description = $"Install {Package} without asking, if a target needs it and it is absent" };

    /// <summary>Runs the same command line in the tool. If it is absent, or has another version, asks the user, and installs it.</summary>
    /// <exception cref="CommandException">It is absent and was not installed.</exception>
    public static async Task<int> RunAsync(ParseResult parsed, bool yes)
    {
        string[] arguments = [.. parsed.Tokens.Select(token => token.Value)];
        if (FindProject() is { } project)
        {
            string[] start = FindBuilt(project) is { } built ? [built] : ["run", "--project", project, "--"];
            return await OtherProgram.BecomeAsync(_dotnet, [.. start, .. arguments]);
        }

        return await OtherProgram.BecomeAsync(await FindAsync() ?? await InstallAsync(yes), arguments);
    }

    // The project, where this command was built in a clone.
    private static string? FindProject()
    {
        string folder = AppContext.BaseDirectory.Replace('\\', '/');
        int clone = folder.IndexOf(Here, StringComparison.Ordinal);
        string project = clone < 0 ? "" : $"{folder[..clone]}/sdk/{Package}";
        return clone >= 0 && Directory.Exists(project) ? project : null;
    }

    // The tool that was built with this very command, which it has beside it.
    private static string? FindBuilt(string project)
    {
        string folder = AppContext.BaseDirectory.Replace('\\', '/');
        string built = $"{project}/bin/{folder[(folder.IndexOf(Here, StringComparison.Ordinal) + Here.Length)..]}";
        string mine = typeof(BridgeTool).Assembly.Location;
        string its = Path.Combine(built, Path.GetFileName(mine));
        string tool = Path.Combine(built, Package + ".dll");
        return File.Exists(its) && File.Exists(tool) && File.ReadAllBytes(mine).AsSpan().SequenceEqual(File.ReadAllBytes(its)) ? tool : null;
    }

    private static async Task<string?> FindAsync()
    {
        string file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        string home = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") is { Length: > 0 } set ? set : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), Path.Combine(home, ".dotnet", "tools")];
        string? found = folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return found is not null && await OtherProgram.ReadAsync(found, "--version") == _version ? found : null;
    }

    private static async Task<string> InstallAsync(bool yes)
    {
        // "update" also installs what is absent.
        string[] install = ["tool", "update", "--global", Package, "--version", _version, "--allow-downgrade"];
        string line = $"dotnet {string.Join(' ', install)}";
        if (!yes && !Ask($"The clients of Redis, Kafka and others weigh more than all the rest, so {Name} is a tool of its own. Install it with `{line}`? [Y/n] "))
        {
            throw new CommandException($"{Name} {_version} is not installed: `{line}`, or --yes to have it done");
        }

        int exitCode = await OtherProgram.RunQuietlyAsync(_dotnet, install);
        return exitCode == 0 && await FindAsync() is { } installed ? installed : throw new CommandException($"`{line}` did not work: its own output says why");
    }

    private static bool Ask(string question)
    {
        if (Console.IsInputRedirected)
        {
            return false;
        }

        StandardError.Say(question);
        return Console.ReadLine() is { } answer && answer.Trim().ToLowerInvariant() is "" or "y" or "yes";
    }
}
