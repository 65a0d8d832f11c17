using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoEvents.Browser.Tests.Support;

/// <summary>The real `nanoevents` with a page, as a process of its own; ended by its id.</summary>
internal sealed partial class PageProcess : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    public PageProcess(params string[] arguments)
        : this(default, arguments)
    {
    }

    /// <param name="variable">A variable of its environment.</param>
    /// <param name="arguments">The command line.</param>
    public PageProcess((string Name, string Value) variable, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (variable.Name != null)
        {
            start.Environment[variable.Name] = variable.Value;
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>The address of the page, once it is printed.</summary>
    public async Task<Uri> AddressAsync()
    {
        await Waiting.UntilAsync(() => Task.FromResult(Address().IsMatch(Said) || _process.HasExited));
        return Address().Match(Said) is { Success: true } found ? new Uri(found.Value) : throw new InvalidOperationException(Said);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Waiting.Limit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
