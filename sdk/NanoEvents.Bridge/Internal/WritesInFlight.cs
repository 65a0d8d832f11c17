using System.Threading.Channels;

namespace NanoEvents.Bridge;

/// <summary>The writes that are on their way, in order. Each list is acknowledged when its write and all writes before it are durable.</summary>
internal sealed class WritesInFlight : IAsyncDisposable
{
    // A client of MQTT never has more lists than its Receive Maximum. This bounds other sources.
    private const int Most = 1024;

    private readonly Channel<Write> _writes = Channel.CreateBounded<Write>(new BoundedChannelOptions(Most) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeProvider _time;
    private readonly Action<EventBatch, int> _delivered;
    private readonly Task _acknowledging;
    private long _oldest;

    /// <param name="time">The clock.</param>
    /// <param name="delivered">Told which list has become durable, and how many records of it were written.</param>
    public WritesInFlight(TimeProvider time, Action<EventBatch, int> delivered)
    {
        _time = time;
        _delivered = delivered;
        _acknowledging = Task.Run(AcknowledgeAsync);
    }

    /// <summary>Ends when nothing more comes and all is acknowledged, or with the first failure.</summary>
    public Task Done => _acknowledging;

    /// <summary>The age of the oldest write; zero if there is none.</summary>
    public TimeSpan Oldest => Interlocked.Read(ref _oldest) is > 0 and { } began ? _time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Adds a write; waits while very many are on their way.</summary>
    public async ValueTask AddAsync(EventBatch batch, int count, Task write)
    {
        try
        {
            await _writes.Writer.WriteAsync(new Write(batch, count, write, _time.GetTimestamp()), _ended.Token).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // A write before this one has failed, and says why.
            Forget(write);
            await Done.ConfigureAwait(false);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _writes.Writer.TryComplete();

    /// <summary>Ends without waiting for the writes. The broker sends their events again.</summary>
    public async ValueTask DisposeAsync()
    {
        Complete();
        await _ended.CancelAsync().ConfigureAwait(false);
        await _acknowledging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_writes.Reader.TryRead(out Write? left))
        {
            Forget(left.Task);
        }

        _ended.Dispose();
    }

    private static void Forget(Task write) => _ = write.ContinueWith(task => task.Exception, TaskScheduler.Default);

    private async Task AcknowledgeAsync()
    {
        try
        {
            await foreach (Write write in _writes.Reader.ReadAllAsync(_ended.Token).ConfigureAwait(false))
            {
                Interlocked.Exchange(ref _oldest, write.Began);
                await FinishAsync(write).ConfigureAwait(false);
                Interlocked.Exchange(ref _oldest, 0);
            }
        }
        finally
        {
            _writes.Writer.TryComplete();
        }
    }

    private async Task FinishAsync(Write write)
    {
        try
        {
            await write.Task.WaitAsync(_ended.Token).ConfigureAwait(false);
        }
        catch
        {
            Forget(write.Task);
            throw;
        }

        _delivered(write.Batch, write.Count);
        await write.Batch.AcknowledgeAsync().ConfigureAwait(false);
    }

    private sealed record Write(EventBatch Batch, int Count, Task Task, long Began);
}
