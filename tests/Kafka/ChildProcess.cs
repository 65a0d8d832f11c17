using System.Diagnostics;
using NanoEvents.Tests;

namespace NanoEvents.Kafka.Tests;

/// <summary>This program, or another one, as a process of its own, ended by its id.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private bool _isDisposed;

    static ChildProcess() => CtrlC.Heed();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => _isDisposed || _process.HasExited;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public int LineCount
    {
        get
        {
            lock (_lines)
            {
                return _lines.Count;
            }
        }
    }

    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(params string[] arguments) => StartProgram(typeof(ChildProcess).Assembly.Location, arguments);

    /// <summary>Starts a program of .NET with these variables in its environment.</summary>
    public static ChildProcess StartProgram(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    public Task UntilSaysAsync(string text) => Waiting.UntilAsync(
        () => Says(text) || HasExited, () => $"'{text}': {string.Join('\n', Lines)}");

    public bool Says(string text) => Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Writes a line to its input.</summary>
    public Task TellAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Asks it to end, as Ctrl+C does.</summary>
    public Task InterruptAsync()
    {
        CtrlC.Send(_process.Id);
        return UntilEndsAsync();
    }

    /// <summary>Asks it to end in good order.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await UntilEndsAsync();
    }

    public Task UntilEndsAsync() => _process.WaitForExitAsync().WaitAsync(Waiting.Limit);

    /// <summary>Ends it at once, as when the power goes (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await UntilEndsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await KillAsync();
        }

        _isDisposed = true;
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_lines)
        {
            if (line is not null)
            {
                _lines.Add(line);
            }
        }
    }
}
