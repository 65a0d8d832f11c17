using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NanoEvents.Board.Tests;

/// <summary>The `nanoevents` command as a process of its own, ended by its id at the latest.</summary>
internal sealed class Cli : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];

    private Cli(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Add(_lines, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string[] Lines => Copy(_lines);

    public string[] Errors => Copy(_errors);

    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string[] Lines, string[] Errors)> RunAsync(IEnumerable<string> arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        await using Cli cli = Start(arguments, folder, environment);
        int exitCode = await cli.WaitAsync();
        return (exitCode, cli.Lines, cli.Errors);
    }

    /// <summary>Starts a command; `dotnet` is not looked for on its PATH, which may be another.</summary>
    public static Cli Start(IEnumerable<string> arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll");
        ProcessStartInfo start = new(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet", [dll, .. arguments])
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Cli(start);
    }

    /// <summary>Waits until a line of its output, or a notice, is as wanted.</summary>
    public async Task<string> LineAsync(Func<string, bool> isWanted)
    {
        using CancellationTokenSource patience = new(_patience);
        while (true)
        {
            if (Lines.Concat(Errors).FirstOrDefault(isWanted) is { } line)
            {
                return line;
            }

            Assert.False(patience.IsCancellationRequested, string.Join('\n', Lines.Concat(Errors)));
            await Task.Delay(50);
        }
    }

    public async Task<int> WaitAsync()
    {
        using CancellationTokenSource patience = new(_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Add(List<string> to, string? line)
    {
        lock (to)
        {
            if (line != null)
            {
                to.Add(line);
            }
        }
    }

    private static string[] Copy(List<string> from)
    {
        lock (from)
        {
            return [.. from];
        }
    }
}
