using System.Diagnostics;
using System.Text;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>The real `nanoevents`, as a process of its own.</summary>
internal sealed class Nanoevents : IDisposable
{
    // Generous: it only keeps a hang from lasting for ever.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    static Nanoevents() => CtrlC.Heed();

    private Nanoevents(IEnumerable<string> arguments, string? input, bool readOutput, string? folder, (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(DotnetPath, [Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        Task output = readOutput ? CopyAsync(_process.StandardOutput, _output) : Task.CompletedTask;
        _reading = Task.WhenAll(WriteAsync(input), output, CopyAsync(_process.StandardError, _errors));
    }

    /// <summary>What it has written to its standard error.</summary>
    public string Errors => Text(_errors);

    /// <summary>What it has written to its standard output.</summary>
    public string Output => Text(_output);

    /// <summary>The lines of its standard error, complete ones alone.</summary>
    public string[] Notices => Complete(Errors);

    /// <summary>The lines of its standard output, complete ones alone.</summary>
    public string[] Lines => Complete(Output);

    /// <summary>The program's standard output, where it was started without being read.</summary>
    public StreamReader OpenOutput => _process.StandardOutput;

    // Not looked for on the PATH that the program is given, which may be another.
    private static string DotnetPath =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs it to its end.</summary>
    public static Task<Finished> RunAsync(string[] arguments, string? input = null) => RunAsync(arguments, null, input);

    /// <summary>Runs it to its end in a folder, with some variables of its environment changed.</summary>
    public static Task<Finished> RunInAsync(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        RunAsync(arguments, folder, null, environment);

    /// <summary>Starts it.</summary>
    public static Nanoevents Start(params IEnumerable<string> arguments) => new(arguments, null, true, null, []);

    /// <summary>Starts it in a folder, with some variables of its environment changed.</summary>
    public static Nanoevents StartIn(string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        new(arguments, null, true, folder, environment);

    /// <summary>Starts it, and leaves its output to the test.</summary>
    public static Nanoevents StartUnread(params string[] arguments) => new(arguments, null, false, null, []);

    /// <summary>Waits until it has said something, on either stream.</summary>
    public async Task WaitForAsync(string text, int times = 1)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while ((Errors + Output).Split(text).Length <= times)
        {
            if (_process.HasExited)
            {
                // What it said last may not have been read yet.
                await _reading;
                Assert.True((Errors + Output).Split(text).Length > times, $"It ended before it said '{text}':\n{Errors}{Output}");
                return;
            }

            Assert.True(waited.Elapsed < _patience, $"It never said '{text}':\n{Errors}{Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until a line of its output, or a notice, is as wanted.</summary>
    public async Task<string> LineAsync(Func<string, bool> isWanted)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            if (Lines.Concat(Notices).FirstOrDefault(isWanted) is { } line)
            {
                return line;
            }

            Assert.True(waited.Elapsed < _patience, $"It never said it:\n{Errors}{Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>Ctrl+C.</summary>
    public async Task<Finished> InterruptAsync()
    {
        CtrlC.Send(_process.Id);
        return await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Finished> EndAsync()
    {
        using CancellationTokenSource patience = new(_patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return new Finished(_process.ExitCode, Output, Errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static async Task<Finished> RunAsync(IEnumerable<string> arguments, string? folder, string? input, params (string Name, string Value)[] environment)
    {
        using Nanoevents program = new(arguments, input, true, folder, environment);
        return await program.EndAsync();
    }

    private async Task WriteAsync(string? input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all of it.
        }
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        char[] buffer = new char[4096];
        for (int count = await from.ReadAsync(buffer); count > 0; count = await from.ReadAsync(buffer))
        {
            lock (to)
            {
                to.Append(buffer, 0, count);
            }
        }
    }

    private static string[] Complete(string text) => text.Split('\n')[..^1];

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
