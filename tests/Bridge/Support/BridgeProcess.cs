using System.Diagnostics;
using System.Reflection;
using System.Text;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>`nanoevents-bridge`, which is what `nanoevents bridge` becomes, another verb of the command, or a program of the tests, as a process of its own; ended by its id.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    // Beside the tests; where those bring other frameworks with them, where it was built.
    private static readonly string _tool = typeof(BridgeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(m => m.Key == "Tool")?.Value ?? "";

    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    static BridgeProcess() => CtrlC.Heed();

    public BridgeProcess(params string[] arguments)
    {
        string program = arguments[0] switch
        {
            "bridge" or "watch" => Path.Combine(_tool, "NanoEvents.Bridge.Tool.dll"),
            "hook" => "NanoEvents.Webhooks.Tests.dll",
            "read" => "NanoEvents.Bridge.Tests.dll",
            _ => "NanoEvents.Cli.dll",
        };
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Errors => Text(_errors);

    public string Output => Text(_output);

    public bool HasExited => _process.HasExited;

    public Task UntilSaysAsync(string text) => Waiting.UntilAsync(() => Errors.Contains(text, StringComparison.Ordinal));

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Waiting.Limit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>As Ctrl+C does.</summary>
    public async Task<int> InterruptAsync()
    {
        CtrlC.Send(_process.Id);
        return await WaitAsync();
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Add(StringBuilder to, string? line)
    {
        lock (to)
        {
            to.AppendLine(line);
        }
    }

    private static string Text(StringBuilder from)
    {
        lock (from)
        {
            return from.ToString();
        }
    }
}
