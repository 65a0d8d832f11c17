using System.Diagnostics;
using System.Globalization;
using NanoEvents.Tests;
using StackExchange.Redis;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>A Redis of its own on loopback that keeps nothing on disk; ended by its id.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private RedisProcess(string program) => _process = Process.Start(new ProcessStartInfo(
        program, ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--logfile", "/dev/null"]))!;

    public int Port { get; } = Ports.Free();

    public string Servers => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public string Address(string stream) => $"redis://{Servers}/{stream}";

    /// <summary>A running server; null where Redis is not installed.</summary>
    public static async Task<RedisProcess?> StartAsync()
    {
        string? program = new[] { "/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server" }.FirstOrDefault(File.Exists);
        if (program is null)
        {
            return null;
        }

        RedisProcess redis = new(program);
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(redis.Servers);
                return redis;
            }
            catch (RedisException) when (Stopwatch.GetElapsedTime(since) < _patience)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Forgets everything, so that each round begins with the same memory.</summary>
    public async Task EmptyAsync()
    {
        await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(Servers + ",allowAdmin=true");
        await client.GetServers()[0].FlushAllDatabasesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
