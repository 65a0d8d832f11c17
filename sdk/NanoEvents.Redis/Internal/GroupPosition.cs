using System.Collections.Concurrent;
using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>Reads as a member of a group. Redis remembers which entries went to which reader, until they are acknowledged.</summary>
internal sealed class GroupPosition(RedisOptions options, string stream, string consumer, IReadOnlyCollection<Checkpoint> after) : IStreamPosition
{
    private const int Count = 64;
    private const int MostInHand = 16 * Count;

    private readonly string _group = options.Group!;
    private readonly AfterCheckpoints _after = new(after);
    private readonly Polling _polling = new(options.TimeProvider);
    private readonly ConcurrentDictionary<string, bool> _inHand = new(StringComparer.Ordinal);
    private RedisValue _own = "0-0";
    private RedisValue _claimFrom = "0-0";
    private DateTimeOffset _claimAt = DateTimeOffset.MinValue;
    private bool _hasOwn = true;

    public async Task OpenAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        try
        {
            await redis.StreamCreateConsumerGroupAsync(stream, _group, "0-0", createStream: true).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there already.
        }
    }

    public async Task<IReadOnlyList<EventBatch>> NextAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        StreamEntry[] entries = _inHand.Count >= MostInHand ? [] : await ReadAsync(redis, cancellationToken).ConfigureAwait(false);
        if (entries.Length == 0)
        {
            await _polling.WaitAsync(cancellationToken).ConfigureAwait(false);
            return [];
        }

        _polling.Reset();
        foreach (StreamEntry entry in entries)
        {
            _inHand[entry.Id!] = true;
        }

        return Records.ToBatches(entries, Take, ids => AcknowledgeAsync(redis, ids));
    }

    // The others of the group have the rest of a device's entries, so nothing tells whether one is there twice.
    private void Take(NanoEvent e, List<NanoEvent> events)
    {
        if (!_after.Hides(e))
        {
            events.Add(e);
        }
    }

    // First what an earlier run under this name has left, then what dead readers have left, then what is new.
    private async Task<StreamEntry[]> ReadAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        if (_hasOwn)
        {
            StreamEntry[] own = await redis.StreamReadGroupAsync(stream, _group, consumer, _own, Count).WaitAsync(cancellationToken).ConfigureAwait(false);
            _hasOwn = own.Length > 0;
            _own = _hasOwn ? own[^1].Id : _own;
            if (Fresh(own) is { Length: > 0 } left)
            {
                return left;
            }
        }

        if (options.TimeProvider.GetUtcNow() >= _claimAt && await ClaimAsync(redis, cancellationToken).ConfigureAwait(false) is { Length: > 0 } claimed)
        {
            return claimed;
        }

        return await redis.StreamReadGroupAsync(stream, _group, consumer, StreamPosition.NewMessages, Count).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<StreamEntry[]> ClaimAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        StreamAutoClaimResult claimed = await redis.StreamAutoClaimAsync(
            stream, _group, consumer, (long)options.ClaimAfter.TotalMilliseconds, _claimFrom, Count).WaitAsync(cancellationToken).ConfigureAwait(false);
        _claimFrom = claimed.NextStartId;
        if (_claimFrom == "0-0")
        {
            _claimAt = options.TimeProvider.GetUtcNow() + (options.ClaimAfter / 4);
        }

        return Fresh(claimed.ClaimedEntries);
    }

    // Not what this reader has in hand. An entry that was trimmed meanwhile has no fields.
    private StreamEntry[] Fresh(StreamEntry[] entries) => [.. entries.Where(entry => !entry.IsNull && entry.Values is { Length: > 0 } && !_inHand.ContainsKey(entry.Id!))];

    private async ValueTask AcknowledgeAsync(IDatabase redis, RedisValue[] ids)
    {
        try
        {
            await redis.StreamAcknowledgeAsync(stream, _group, ids).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The connection is closed. The entries come again, to this reader or to another one.
        }
        finally
        {
            foreach (RedisValue id in ids)
            {
                _inHand.TryRemove(id!, out _);
            }
        }
    }
}
