using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;

namespace NanoEvents.EventHubs;

/// <summary>Reads all partitions of a hub side by side, until the first trouble. It reads no further ahead than a few lists.</summary>
internal sealed class HubReader(EventHubsEventClientOptions options) : IAsyncDisposable
{
    private const int MaxEvents = 256;
    private const int MaxChunks = 16;
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _patienceToClose = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(1);
    private readonly Channel<HubChunk> _chunks = Channel.CreateBounded<HubChunk>(new BoundedChannelOptions(MaxChunks) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly EventHubConnection _connection = HubLogin.Open(options, options.Target.Hub);
    private readonly List<Task> _reading = [];

    /// <summary>Asks which partitions there are, and begins to read them.</summary>
    public async Task OpenAsync(HubPlaces places, CancellationToken cancellationToken)
    {
        var asking = new EventHubProducerClient(_connection, new EventHubProducerClientOptions { RetryOptions = HubRetries.None(_timeout) });
        await using (asking.ConfigureAwait(false))
        {
            foreach (string id in await asking.GetPartitionIdsAsync(cancellationToken).ConfigureAwait(false))
            {
                PartitionProperties partition = await asking.GetPartitionPropertiesAsync(id, cancellationToken).ConfigureAwait(false);
                PartitionReceiver receiver = Open(partition.Id, places.StartOf(partition));
                _reading.Add(Task.Run(() => ReadAsync(receiver), CancellationToken.None));
            }
        }
    }

    /// <summary>The next events of some partition. It fails with what has ended the reading.</summary>
    public async ValueTask<HubChunk> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _chunks.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } trouble)
        {
            ExceptionDispatchInfo.Throw(trouble);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task closed = Task.Run(async () =>
        {
            await Task.WhenAll(_reading).ConfigureAwait(false);
            await _connection.DisposeAsync().ConfigureAwait(false);
        });

        // A connection to a host that is gone may take long to close.
        await Task.WhenAny(closed, Task.Delay(_patienceToClose)).ConfigureAwait(false);
        _ = closed.ContinueWith(task => task.Exception, TaskScheduler.Default);
        _stop.Dispose();
    }

    private PartitionReceiver Open(string partition, long from) => new(
        options.ConsumerGroup,
        partition,
        EventPosition.FromSequenceNumber(from),
        _connection,
        new PartitionReceiverOptions { RetryOptions = HubRetries.None(_timeout), TrackLastEnqueuedEventProperties = false });

    private async Task ReadAsync(PartitionReceiver receiver)
    {
        CancellationToken stop = _stop.Token;
        try
        {
            await using (receiver.ConfigureAwait(false))
            {
                while (!stop.IsCancellationRequested)
                {
                    EventData[] events = [.. await receiver.ReceiveBatchAsync(MaxEvents, _step, stop).ConfigureAwait(false)];
                    if (events.Length > 0)
                    {
                        await _chunks.Writer.WriteAsync(new HubChunk(receiver.PartitionId, events), stop).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (Exception e)
        {
            // The first trouble is the one that is told.
            _chunks.Writer.TryComplete(e);
        }
    }
}
