using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoEvents.Tests;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>A Mosquitto of its own on loopback, with the defaults that it is installed with; only its queues have no limit, so that they can be filled before they are read.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto", "/opt/homebrew/sbin/mosquitto"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _settings = Path.GetTempFileName();
    private readonly Process _process;

    private Mosquitto(string program, string[] more)
    {
        File.WriteAllLines(_settings, [$"listener {Port} 127.0.0.1", "allow_anonymous true", "max_queued_messages 0", "log_dest none", .. more]);
        _process = Process.Start(new ProcessStartInfo(program, ["-c", _settings]))!;
    }

    public int Port { get; } = Ports.Free();

    public string Url => $"mqtt://127.0.0.1:{Port}";

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Used
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>A running broker; null where Mosquitto is not installed.</summary>
    /// <param name="more">More lines of its settings.</param>
    public static async Task<Mosquitto?> StartAsync(params string[] more)
    {
        string? program = Places.FirstOrDefault(File.Exists);
        if (program is null)
        {
            return null;
        }

        Mosquitto broker = new(program, more);
        await broker.AnswersAsync();
        return broker;
    }

    /// <summary>Its version, as it tells it.</summary>
    public static string Version()
    {
        using Process? help = Process.Start(new ProcessStartInfo(Places.First(File.Exists), "-h") { RedirectStandardOutput = true });
        return help!.StandardOutput.ReadLine() ?? "Mosquitto";
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        File.Delete(_settings);
    }

    private async Task AnswersAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }
}
