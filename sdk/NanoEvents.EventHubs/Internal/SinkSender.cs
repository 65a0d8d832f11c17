using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>
/// One life of a sender. Each device has one batch on its way, and what comes meanwhile waits for the next one: so its order is kept. The first trouble ends
/// the sender: all writes fail, also later ones, so that no device has a gap.
/// </summary>
internal sealed class SinkSender : IAsyncDisposable
{
    // The quotas of Event Hubs leave more than that to a device, and a name under a long topic prefix may be longer.
    private const int MaxKey = 128;
    private static readonly TimeSpan _patienceAtTheEnd = TimeSpan.FromSeconds(5);
    private readonly EventHubsSinkOptions _options;
    private readonly EventHubProducerClient _producer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Waiting>> _queues = new(StringComparer.Ordinal);
    private readonly HashSet<PendingWrite> _pending = [];
    private readonly HashSet<Task> _sending = [];
    private Exception? _failure;

    public SinkSender(EventHubsSinkOptions options, EventHubConnection connection)
    {
        _options = options;
        _producer = new EventHubProducerClient(connection, new EventHubProducerClientOptions { RetryOptions = HubRetries.None(options.WriteTimeout) });
    }

    /// <summary>Asks the hub whether this login may send.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using EventDataBatch batch = await _producer.CreateBatchAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task WriteAsync(IReadOnlyList<NanoEvent> events)
    {
        if (events.Count == 0)
        {
            return Task.CompletedTask;
        }

        var write = new PendingWrite(events.Count);
        using (_lock.EnterScope())
        {
            if (_failure is { } failure)
            {
                write.Fail(failure);
                return write.Task;
            }

            _pending.Add(write);
            foreach (NanoEvent e in events)
            {
                Enqueue(new Waiting(e, write));
            }
        }

        return write.Task;
    }

    /// <summary>Gives what is on its way a chance to arrive.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail(new ObjectDisposedException(nameof(EventHubsEventSink)));
        Task[] sending;
        using (_lock.EnterScope())
        {
            sending = [.. _sending];
        }

        await Task.WhenAny(Task.WhenAll(sending), Task.Delay(_patienceAtTheEnd)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _producer.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Enqueue(Waiting waiting)
    {
        string device = waiting.Event.Device;
        if (_queues.TryGetValue(device, out Queue<Waiting>? queue))
        {
            queue.Enqueue(waiting);
            return;
        }

        _queues[device] = queue = new Queue<Waiting>([waiting]);
        Task sending = Task.Run(() => SendAllAsync(device, queue));
        _sending.Add(sending);
        _ = sending.ContinueWith(Remove, TaskScheduler.Default);
    }

    private void Remove(Task sending)
    {
        using (_lock.EnterScope())
        {
            _sending.Remove(sending);
        }
    }

    private async Task SendAllAsync(string device, Queue<Waiting> queue)
    {
        try
        {
            while (HasMore(device, queue))
            {
                using EventDataBatch batch = await CreateAsync(device, queue).ConfigureAwait(false);
                List<Waiting> taken = Fill(batch, queue);
                await SendAsync(batch).ConfigureAwait(false);
                Confirm(taken);
            }
        }
        catch (EventRefusedException refusal)
        {
            Fail(refusal);
        }
        catch (Exception e)
        {
            Fail(new IOException(HubTrouble.Describe(e, _options, _options.Target.Hub)));
        }
    }

    private bool HasMore(string device, Queue<Waiting> queue)
    {
        using (_lock.EnterScope())
        {
            bool hasMore = queue.Count > 0 && _failure is null;
            if (!hasMore)
            {
                _queues.Remove(device);
            }

            return hasMore;
        }
    }

    private async ValueTask<EventDataBatch> CreateAsync(string device, Queue<Waiting> queue) => device.Length > MaxKey
        ? throw new EventRefusedException(queue.Peek().Event, $"a partition key of Event Hubs has at most {MaxKey} characters, and the name of the device has {device.Length}")
        : await _producer.CreateBatchAsync(new CreateBatchOptions { PartitionKey = device }, _stop.Token).ConfigureAwait(false);

    private List<Waiting> Fill(EventDataBatch batch, Queue<Waiting> queue)
    {
        List<Waiting> taken = [];
        using (_lock.EnterScope())
        {
            while (queue.TryPeek(out Waiting? waiting) && batch.TryAdd(HubEvent.Write(waiting.Event)))
            {
                taken.Add(queue.Dequeue());
            }

            return taken.Count > 0 ? taken
                : throw new EventRefusedException(queue.Peek().Event, string.Create(CultureInfo.InvariantCulture, $"Event Hubs takes no event of more than {batch.MaximumSizeInBytes} bytes"));
        }
    }

    // A hub that throttles has not taken the batch, so it may be sent again. Any other failure leaves that open.
    private async Task SendAsync(EventDataBatch batch)
    {
        long since = Environment.TickCount64;
        var pauses = new Backoff(TimeSpan.FromSeconds(1), Random.Shared, TimeSpan.FromSeconds(8));
        while (true)
        {
            try
            {
                await _producer.SendAsync(batch, _stop.Token).ConfigureAwait(false);
                return;
            }
            catch (EventHubsException e) when (HubTrouble.IsBusy(e) && pauses.Next() is var pause && IsInTime(since, pause))
            {
                await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    private bool IsInTime(long since, TimeSpan pause) =>
        Volatile.Read(ref _failure) is null && Environment.TickCount64 - since + pause.TotalMilliseconds < _options.WriteTimeout.TotalMilliseconds;

    private void Confirm(List<Waiting> taken)
    {
        foreach (Waiting waiting in taken)
        {
            if (waiting.Write.Confirm())
            {
                using (_lock.EnterScope())
                {
                    _pending.Remove(waiting.Write);
                }
            }
        }
    }

    private void Fail(Exception failure)
    {
        using (_lock.EnterScope())
        {
            _failure ??= failure;
            foreach (PendingWrite write in _pending)
            {
                write.Fail(_failure);
            }

            _pending.Clear();
        }
    }

    private sealed record Waiting(NanoEvent Event, PendingWrite Write);
}
