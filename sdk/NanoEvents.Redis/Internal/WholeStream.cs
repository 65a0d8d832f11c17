using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>
/// Reads every entry from the beginning, and then what comes, and gives each event once. Redis remembers nothing of this reader.
/// </summary>
internal sealed class WholeStream : IStreamPosition
{
    private const int Count = 256;

    private readonly string _stream;
    private readonly AfterCheckpoints _after;
    private readonly RecordSieve _sieve;
    private readonly Polling _polling;
    private RedisValue _last = "0-0";
    private bool _isAnnounced;

    public WholeStream(RedisOptions options, string stream, IReadOnlyCollection<Checkpoint> after, Action countDuplicate)
    {
        _stream = stream;
        _after = new AfterCheckpoints(after);
        _sieve = new RecordSieve(RecordEventClient.MaxDevices, _after, countDuplicate);
        _polling = new Polling(options.TimeProvider);
    }

    public async Task OpenAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        RedisValue last = _last;
        while (!_isAnnounced && !_after.IsEmpty)
        {
            StreamEntry[] entries = await ReadAsync(redis, last, cancellationToken).ConfigureAwait(false);
            foreach (StreamEntry entry in entries)
            {
                if (Records.TryRead(entry, out NanoEvent e, out _))
                {
                    _after.Announce(e);
                }

                last = entry.Id;
            }

            _isAnnounced = entries.Length == 0;
        }
    }

    public async Task<IReadOnlyList<EventBatch>> NextAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        StreamEntry[] entries = await ReadAsync(redis, _last, cancellationToken).ConfigureAwait(false);
        if (entries.Length == 0)
        {
            await _polling.WaitAsync(cancellationToken).ConfigureAwait(false);
            return [];
        }

        _polling.Reset();
        _last = entries[^1].Id;
        return Records.ToBatches(entries, (e, events) => _sieve.Take(e, events), null);
    }

    private Task<StreamEntry[]> ReadAsync(IDatabase redis, RedisValue last, CancellationToken cancellationToken) =>
        redis.StreamReadAsync(_stream, last, Count).WaitAsync(cancellationToken);
}
