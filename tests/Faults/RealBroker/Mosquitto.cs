using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoEvents.Tests;

namespace NanoEvents.Faults.Tests;

/// <summary>A Mosquitto on loopback, in a folder of its own. The test is skipped where it is not installed.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto", "/opt/homebrew/sbin/mosquitto"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _program;
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-").FullName;
    private Process? _process;

    private readonly string[] _lines;

    private Mosquitto(string program, int? saveSeconds, string[] more)
    {
        _program = program;
        _lines =
        [
            $"listener {Port} 127.0.0.1",
            "persistence true",
            $"persistence_location {_folder}/",
            $"autosave_interval {saveSeconds ?? 0}",
            "max_queued_messages 100000",
            $"user {Environment.UserName}",
            .. more,
        ];
    }

    public int Port { get; } = Ports.Free();

    /// <summary>Whether it takes users that it does not know, from its next start on.</summary>
    public bool TakesAnybody { get; set; } = true;

    public string Url => $"mqtt://127.0.0.1:{Port}";

    /// <summary>A running broker that saves what it has when it stops, and every so many seconds where that is said.</summary>
    /// <param name="saveSeconds">How often it saves; null for at its end.</param>
    /// <param name="more">More lines of its configuration.</param>
    public static async Task<Mosquitto> StartAsync(int? saveSeconds = null, params string[] more)
    {
        string? program = Places.FirstOrDefault(File.Exists);
        if (program == null)
        {
            Assert.Skip("Mosquitto is not installed (apt-get install mosquitto)");
        }

        Mosquitto broker = new(program, saveSeconds, more);
        await broker.RestartAsync();
        return broker;
    }

    /// <summary>Starts it, with what it has saved or with nothing.</summary>
    public async Task RestartAsync(bool empty = false)
    {
        if (empty)
        {
            File.Delete(Path.Combine(_folder, "mosquitto.db"));
        }

        File.WriteAllLines(Path.Combine(_folder, "mosquitto.conf"), [.. _lines, $"allow_anonymous {(TakesAnybody ? "true" : "false")}"]);
        _process = Process.Start(new ProcessStartInfo(_program, ["-c", Path.Combine(_folder, "mosquitto.conf")]) { RedirectStandardError = true })!;
        _ = _process.StandardError.ReadToEndAsync();
        await Eventually.TrueAsync(CanConnect, "Mosquitto answers");
    }

    /// <summary>Stops it in good order.</summary>
    public async Task StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, true);
    }

    private bool CanConnect()
    {
        try
        {
            using TcpClient client = new();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
