using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>Opens connections to Redis.</summary>
internal static class Connecting
{
    private const int TimeoutMs = 10_000;

    /// <summary>Opens a connection, or throws with a reason for people. Commands fail at once while it is interrupted, and are never kept for later.</summary>
    public static async Task<ConnectionMultiplexer> OpenAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        RedisAddress address = options.Parse();
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = true,
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectRetry = 0,
            ConnectTimeout = TimeoutMs,
            AsyncTimeout = TimeoutMs,
            SyncTimeout = TimeoutMs,
            Ssl = address.UseTls,
            User = address.UserName,
            Password = options.Password,
            ClientName = "nanoevents",
        };
        foreach ((string host, int port) in address.Hosts)
        {
            configuration.EndPoints.Add(host, port);
        }

        if (options.CaFile is { } file)
        {
            configuration.TrustIssuer(file);
        }

        return await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
