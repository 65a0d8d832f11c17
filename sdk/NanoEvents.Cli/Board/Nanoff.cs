using System.Diagnostics;
using System.Text;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>nanoFramework's own tool for boards, as a program beside this one.</summary>
internal sealed class Nanoff(string path) : INanoff
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

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

    /// <summary>Finds nanoff in a version that can be used. If it is absent, asks the user, and installs it.</summary>
    /// <param name="yes">Whether to install without asking.</param>
    /// <param name="cancellation">Ends the installation.</param>
    /// <exception cref="CommandException">nanoff is absent and was not installed, or it cannot be used.</exception>
    public static async Task<Nanoff> FindOrInstallAsync(bool yes, CancellationToken cancellation)
    {
        if (Find() is { } found)
        {
            Version? version = await found.VersionAsync(cancellation);
            return NanoffVersion.FindProblem(version) is { } problem ? throw new CommandException($"{problem}: `{NanoffVersion.Install}`") : found;
        }

        string line = NanoffVersion.Install;
        string[] install = line.Split(' ')[1..];
        if (!yes && !Ask($"nanoff, nanoFramework's tool for boards, is not installed. Install it with `{line}`? [Y/n] "))
        {
            throw new CommandException($"nanoff is not installed: `{line}`, or --yes to have it done");
        }

        int exitCode = await RunAsync("dotnet", install, Environment.CurrentDirectory, cancellation);
        return exitCode == 0 && Find() is { } installed ? installed : throw new CommandException($"`{line}` did not work: its own output says why");
    }

    /// <summary>Runs it with its output visible to the user.</summary>
    /// <exception cref="CommandException">It has failed.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        // On Windows nanoff moves the cursor for the progress of flashing, and fails without one: there only its exit code tells.
        if (OperatingSystem.IsWindows() && !arguments.Contains("--filedeployment"))
        {
            NanoffExit.Check(await RunAsync(Path, arguments, Environment.CurrentDirectory, cancellation), "");
            return;
        }

        using Process process = Start(new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        Task<string> output = ShowAsync(process.StandardOutput, Console.Out, cancellation);
        Task<string> errors = ShowAsync(process.StandardError, Console.Error, cancellation);
        await WaitAsync(process, cancellation);
        NanoffExit.Check(process.ExitCode, await output + await errors);
    }

    /// <summary>Its version; null if it does not tell.</summary>
    public async Task<Version?> VersionAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        try
        {
            return NanoffVersion.Read((await ReadAsync(["--version"], patience.Token)).Output);
        }
        catch (Exception e) when (e is CommandException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

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
        using Process process = Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });
        await WaitAsync(process, cancellation);
        return process.ExitCode;
    }

    // Shows a stream as it comes, progress without line ends included.
    private static async Task<string> ShowAsync(StreamReader from, TextWriter to, CancellationToken cancellation)
    {
        StringBuilder all = new();
        char[] buffer = new char[1024];
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            all.Append(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await to.FlushAsync(cancellation);
        }

        return all.ToString();
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
    /// <summary>Runs it with its output visible to the user.</summary>
    /// <exception cref="CommandException">It has failed.</exception>
    Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation);
}
