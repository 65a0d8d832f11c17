using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>The real `nanoevents`, as a process of its own.</summary>
internal sealed class Nanoevents : IDisposable
{
    // Generous: it only keeps a hang from lasting for ever.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private const int Interrupt = 2;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    // A shell starts its background jobs with Ctrl+C ignored, and their children inherit that. A program that a test interrupts must not.
    static Nanoevents()
    {
        const int Ignored = 1;
        byte[] action = new byte[256];
        if (!OperatingSystem.IsWindows() && GetAction(Interrupt, 0, action) == 0 && BitConverter.ToInt64(action) == Ignored)
        {
            SetHandler(Interrupt, 0);
        }
    }

    private Nanoevents(string[] arguments, string? input, bool readOutput)
    {
        ProcessStartInfo start = new(DotnetPath, [Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        _process = Process.Start(start)!;
        Task output = readOutput ? CopyAsync(_process.StandardOutput, _output) : Task.CompletedTask;
        _reading = Task.WhenAll(WriteAsync(input), output, CopyAsync(_process.StandardError, _errors));
    }

    public string Errors => Text(_errors);

    public string Output => Text(_output);

    /// <summary>The program's standard output, where it was started without being read.</summary>
    public StreamReader OpenOutput => _process.StandardOutput;

    private static string DotnetPath => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs it to its end.</summary>
    public static async Task<Finished> RunAsync(string[] arguments, string? input = null)
    {
        using Nanoevents program = new(arguments, input, true);
        return await program.EndAsync();
    }

    /// <summary>Starts it.</summary>
    public static Nanoevents Start(params string[] arguments) => new(arguments, null, true);

    /// <summary>Starts it, and leaves its output to the test.</summary>
    public static Nanoevents StartUnread(params string[] arguments) => new(arguments, null, false);

    /// <summary>Waits until it has said something, on either stream.</summary>
    public async Task WaitForAsync(string text, int times = 1)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while ((Errors + Output).Split(text).Length <= times)
        {
            Assert.False(_process.HasExited, $"It ended before it said '{text}':\n{Errors}{Output}");
            Assert.True(waited.Elapsed < _patience, $"It never said '{text}':\n{Errors}{Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>Ctrl+C.</summary>
    public async Task<Finished> InterruptAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no way to send Ctrl+C to one process alone");
        if (Kill(_process.Id, Interrupt) != 0)
        {
            throw new Win32Exception();
        }

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
            _process.Kill();
        }

        _process.Dispose();
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

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);

    // Its first field is the handler.
    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int GetAction(int signal, nint newAction, byte[] action);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
}
