using System.Net;

namespace NanoEvents.Webhooks;

/// <summary>Makes clients of HTTP that go nowhere but to their address: no redirect, no proxy, no cookie, and a bound for whatever comes back.</summary>
internal static class HookHttp
{
    private const int MostDrained = 64 * 1024;
    private const int MostHeaderKilobytes = 16;
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(15);

    // A name is looked up again now and then.
    private static readonly TimeSpan _connectionLife = TimeSpan.FromMinutes(5);

    public static HttpClient Open(HookAddress target, WebhookOptions options, NameResolver? resolver)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = new GuardedConnector(target, options.AllowPrivate, resolver).ConnectAsync,
            ConnectTimeout = _connectTimeout,
            MaxConnectionsPerServer = options.MaxParallel,
            MaxResponseDrainSize = MostDrained,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            PooledConnectionLifetime = _connectionLife,
            SslOptions = HookTls.Open(target, options),
            UseCookies = false,
            UseProxy = false,
        };

        // The time limits are those of the options' clock.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostDrained };
    }
}
