using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NanoEvents.Tests;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>A Redis on loopback that writes everything down before it answers; ended by its id.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    // A machine that is busy may answer late.
    private const int LimitMs = 60_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("redis").FullName;
    private readonly int _port = Ports.Free();
    private readonly string[] _more;
    private Process _process;

    private RedisServer(string[] more)
    {
        _more = more;
        _process = Start();
    }

    public int Port => _port;

    public string Address(string stream) => $"redis://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}/{stream}";

    public static void SkipWhereAbsent() => Assert.SkipWhen(Program == null, "Redis is not installed: apt-get install redis-server");

    public static async Task<RedisServer> StartAsync()
    {
        RedisServer server = new([]);
        await server.WaitAsync();
        return server;
    }

    /// <summary>A server that asks for a password, or for TLS, or is a cluster: it takes connections when this returns.</summary>
    /// <param name="more">More of its settings; a later one counts.</param>
    public static async Task<RedisServer> StartWithAsync(params string[] more)
    {
        RedisServer server = new(more);
        await Waiting.UntilAsync(async () =>
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, server._port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return server;
    }

    /// <summary>Ends it as a crash of its process would, and starts it with what it has written down.</summary>
    /// <param name="cut">How many bytes the crash has kept it from writing.</param>
    /// <returns>When it had ended, in milliseconds since 1970.</returns>
    public async Task<long> KillAndStartAsync(int cut = 0)
    {
        await KillAsync();
        long endedMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        if (cut > 0)
        {
            string file = Assert.Single(Directory.EnumerateFiles(_folder, "*.incr.aof", SearchOption.AllDirectories));
            using FileStream written = File.OpenWrite(file);
            written.SetLength(written.Length - cut);
        }

        await StartAgainAsync();
        return endedMs;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async Task StartAgainAsync()
    {
        _process = Start();
        await WaitAsync();
    }

    public async Task<ConnectionMultiplexer> OpenAsync() => await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_port},abortConnect=true,asyncTimeout={LimitMs}");

    public async Task<long> LengthAsync(string stream)
    {
        await using ConnectionMultiplexer redis = await OpenAsync();
        return await redis.GetDatabase().StreamLengthAsync(stream);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, true);
    }

    private static string? Program =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    private Process Start() => Process.Start(new ProcessStartInfo(
        Program!,
        ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--loglevel", "warning", "--logfile", Path.Combine(_folder, "log"), .. _more]))!;

    private Task WaitAsync() => Waiting.UntilAsync(async () =>
    {
        try
        {
            await using ConnectionMultiplexer redis = await OpenAsync();
            await redis.GetDatabase().PingAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    });
}
