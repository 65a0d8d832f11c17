using System.Diagnostics;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>nanoFramework's own tool for boards, as a program beside this one.</summary>
internal sealed class Nanoff(string path) : INanoff
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>nanoff on the PATH, or where `dotnet tool install -g` puts it; null if it is not installed.</summary>
    public static Nanoff? Find()
    {
        string file = OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff";
        string tools = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator), tools];
        return folders.Where(folder => folder.Length > 0).Select(folder => System.IO.Path.Combine(folder, file)).FirstOrDefault(File.Exists) is { } found
            ? new Nanoff(found)
            : null;
    }

    /// <summary>Finds nanoff. If it is absent, asks the user, and installs it.</summary>
    /// <param name="version">The version to install.</param>
    /// <param name="yes">Whether to install without asking.</param>
    /// <param name="cancellation">Ends the installation.</param>
    /// <exception cref="CommandException">nanoff is absent and was not installed.</exception>
    public static async Task<Nanoff> FindOrInstallAsync(string version, bool yes, CancellationToken cancellation)
    {
        if (Find() is { } found)
        {
            return found;
        }

        string[] install = ["tool", "install", "-g", "nanoff", "--version", version];
        string line = $"dotnet {string.Join(' ', install)}";
        if (!yes && !Ask($"nanoff, nanoFramework's tool for boards, is not installed. Install it with `{line}`? [Y/n] "))
        {
            throw new CommandException($"nanoff is not installed: `{line}`, or --yes to have it done");
        }

        int exitCode = await RunAsync("dotnet", install, Environment.CurrentDirectory, cancellation);
        return exitCode == 0 && Find() is { } installed ? installed : throw new CommandException($"`{line}` did not work: its own output says why");
    }

    /// <summary>Runs it with its output visible to the user, and returns its exit code.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) => RunAsync(Path, arguments, Environment.CurrentDirectory, cancellation);

    /// <summary>Runs it without showing its output, and returns its exit code and output.</summary>
    public async Task<(int ExitCode, string Output)> ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await WaitAsync(process, cancellation);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The line that a person would type.</summary>
    public static string Line(IEnumerable<string> arguments) =>
        "nanoff " + string.Join(' ', arguments.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));

    /// <summary>Runs a program in a folder with its output visible to the user, and returns its exit code.</summary>
    public static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancellation)
    {
        // Not redirected: nanoff moves the cursor for its progress, and on Windows fails without one.
        using Process process = Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });
        await WaitAsync(process, cancellation);
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CommandException($"{start.FileName} cannot be started: {e.Message}");
        }
    }

    private static async Task WaitAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
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

/// <summary>nanoFramework's tool for boards: the part that configuring needs.</summary>
internal interface INanoff
{
    /// <summary>Runs it with its output visible to the user, and returns its exit code.</summary>
    Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation);
}
