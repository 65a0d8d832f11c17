using System.Runtime.CompilerServices;
using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>
/// Reads the events that a bridge has written to a stream of Redis. Without a group, each comes once and in order for each device. Several readers of one group
/// share the entries; each entry goes to one of them, and if a reader dies, to another one.
/// </summary>
/// <example>
/// <code>
/// await using var client = new RedisEventClient(new RedisOptions { Address = "redis://127.0.0.1/events", Group = "heating" });
/// await foreach (NanoEvent e in client.ReadAsync())
/// {
///     Console.WriteLine(e);
/// }
/// </code>
/// </example>
public sealed class RedisEventClient : RecordEventClient
{
    private readonly RedisOptions _options;
    private readonly RedisAddress _address;
    private readonly string _consumer;
    private string? _problem;

    /// <summary>Creates a client. It connects when you start to read.</summary>
    /// <param name="options">Which stream, and which group.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public RedisEventClient(RedisOptions options)
        : base((options ?? throw new ArgumentNullException(nameof(options))).TimeProvider, options.LoggerFactory)
    {
        _address = options.Parse();
        _options = options with { };
        _consumer = options.Consumer ?? $"{Environment.MachineName}-{Guid.NewGuid():N}";
    }

    /// <inheritdoc/>
    public override string MessagingSystem => "redis";

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<EventBatch> ReadRecordsAsync(
        IReadOnlyCollection<Checkpoint> after, bool isGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_options.ReconnectDelay, Random.Shared);
        IStreamPosition position = isGroup && _options.Group is not null
            ? new GroupPosition(_options, _address.Stream, _consumer, after)
            : new WholeStream(_options, _address.Stream, after, isGroup ? CountDuplicate : () => { });
        while (true)
        {
            ConnectionMultiplexer? redis = null;
            try
            {
                redis = await TryOpenAsync(position, cancellationToken).ConfigureAwait(false);
                while (redis is not null && await TryNextAsync(position, redis, cancellationToken).ConfigureAwait(false) is { } batches)
                {
                    backoff.Reset();
                    foreach (EventBatch batch in batches)
                    {
                        yield return batch;
                    }
                }
            }
            finally
            {
                IsConnected = false;
                await CloseAsync(redis).ConfigureAwait(false);
            }

            await Task.Delay(backoff.Next(), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => default;

    private static async ValueTask CloseAsync(ConnectionMultiplexer? redis)
    {
        if (redis is not null)
        {
            await redis.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ConnectionMultiplexer?> TryOpenAsync(IStreamPosition position, CancellationToken cancellationToken)
    {
        ConnectionMultiplexer? redis = null;
        try
        {
            redis = await Connecting.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
            await position.OpenAsync(redis.GetDatabase(), cancellationToken).ConfigureAwait(false);
            _problem = null;
            IsConnected = true;
            Say(new Notice(NoticeKind.Connected, $"Reading {_address}"));
            return redis;
        }
        catch (Exception e)
        {
            await CloseAsync(redis).ConfigureAwait(false);
            if (!Waits(e))
            {
                throw;
            }

            return null;
        }
    }

    private async Task<IReadOnlyList<EventBatch>?> TryNextAsync(IStreamPosition position, ConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        try
        {
            return await position.NextAsync(redis.GetDatabase(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Waits(e))
        {
            return null;
        }
    }

    // Trouble that may pass is said, once.
    private bool Waits(Exception e)
    {
        bool mayPass = e is RedisException or TimeoutException or ObjectDisposedException;
        if (mayPass && _problem != e.Message)
        {
            _problem = e.Message;
            Say(new Notice(NoticeKind.Waiting, $"Waiting for {_address}: {e.Message}"));
        }

        return mayPass;
    }
}
