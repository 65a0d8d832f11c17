using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>A Mosquitto on loopback, with a configuration that a test has written; ended by its id.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly string _configuration;
    private readonly int[] _ports;
    private Process _process;

    private Mosquitto(string configuration, int[] ports)
    {
        _configuration = configuration;
        _ports = ports;
        _process = Start();
    }

    /// <summary>Skips the test where it is not installed.</summary>
    public static string Program =>
        Find("mosquitto") is { } program ? program : throw new InvalidOperationException("Mosquitto is not installed");

    public static void SkipWhereAbsent() => Assert.SkipWhen(Find("mosquitto") == null, "Mosquitto is not installed: apt-get install mosquitto");

    /// <summary>Starts it, and waits until it listens on all its ports.</summary>
    public static async Task<Mosquitto> StartAsync(string configuration, params int[] ports)
    {
        Mosquitto broker = new(configuration, ports);
        await broker.WaitAsync();
        return broker;
    }

    /// <summary>Starts it anew: whoever was connected has to ask again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _process = Start();
        await WaitAsync();
    }

    /// <summary>The same, with the time to write down what it has.</summary>
    public async Task RestartGentlyAsync()
    {
        const int Terminate = 15;
        _ = Kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
        _process = Start();
        await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private Process Start()
    {
        Process process = Process.Start(new ProcessStartInfo(Program, ["-c", _configuration]) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private async Task StopAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private async Task WaitAsync()
    {
        foreach (int port in _ports)
        {
            await WaitAsync(port);
        }
    }

    private async Task WaitAsync(int port)
    {
        for (int i = 0; i < 3000; i++)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process.HasExited, "Mosquitto does not take its configuration");
                await Task.Delay(100);
            }
        }

        Assert.Fail("Mosquitto has not begun to listen");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
