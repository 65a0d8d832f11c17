using System.Diagnostics;
using System.Reflection;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Targets;

/// <summary>`nanoevents-bridge`: this command with the heavier targets, as a program of its own.</summary>
internal static class BridgeTool
{
    private const string Name = "nanoevents-bridge";
    private const string Package = "NanoEvents.Bridge.Tool";
    private const string Here = "/sdk/NanoEvents.Cli/bin/";

    /// <summary>Runs the same command line in the tool. If it is absent, asks the user, and installs it.</summary>
    /// <exception cref="CommandException">It is absent and was not installed.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        string folder = AppContext.BaseDirectory.Replace('\\', '/');
        int clone = folder.IndexOf(Here, StringComparison.Ordinal);
        string project = clone < 0 ? "" : $"{folder[..clone]}/sdk/{Package}";
        if (clone >= 0 && Directory.Exists(project))
        {
            return await RunAsync("dotnet", ["run", "--project", project, "--", .. arguments]);
        }

        return await RunAsync(Find() ?? await InstallAsync(), arguments);
    }

    private static string? Find()
    {
        string file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        string tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), tools];
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static async Task<string> InstallAsync()
    {
        string version = typeof(BridgeTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        string[] install = ["tool", "install", "-g", Package, "--version", version];
        string line = $"dotnet {string.Join(' ', install)}";
        if (!Ask($"This target weighs much, so it is a tool of its own. Install it with `{line}`? [Y/n] "))
        {
            throw new CommandException($"{Name} is not installed: `{line}`");
        }

        int exitCode = await RunAsync("dotnet", install);
        return exitCode == 0 && Find() is { } installed ? installed : throw new CommandException($"`{line}` did not work: its own output says why");
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

    // Ctrl+C reaches the other program, too. It ends by itself, when its writes are done.
    private static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments))!;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CommandException($"{program} cannot be started: {e.Message}");
        }
    }
}
