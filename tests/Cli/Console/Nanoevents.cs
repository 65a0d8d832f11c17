using System.Diagnostics;

namespace NanoEvents.Console.Tests;

/// <summary>The nanoevents command as a process of its own.</summary>
internal sealed class Nanoevents : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];

    private Nanoevents(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Add(_lines, e.Data);
        process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written to stdout.</summary>
    public string[] Lines => All(_lines);

    /// <summary>What it has written to stderr.</summary>
    public string[] Errors => All(_errors);

    public static Nanoevents Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Nanoevents(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string[] Lines, string[] Errors) Run(params string[] arguments)
    {
        using Nanoevents command = Start(arguments);
        return (command.End(), command.Lines, command.Errors);
    }

    /// <summary>Waits for its end; its exit code.</summary>
    public int End()
    {
        Assert.True(_process.WaitForExit(_limit), $"it does not end:\n{string.Join('\n', Errors)}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Waits until it has said something on stderr.</summary>
    public void UntilSays(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Errors.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(watch.Elapsed < _limit && !_process.HasExited, $"it does not say '{text}':\n{string.Join('\n', Errors)}");
            Thread.Sleep(10);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static void Add(List<string> lines, string? line)
    {
        lock (lines)
        {
            if (line != null)
            {
                lines.Add(line);
            }
        }
    }

    private static string[] All(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
