using System.Collections.Concurrent;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>
/// Reads the last events of each partition, and knows from them where each device is. The next time it goes on where it was, because a hub lets nobody read
/// fast: a failed write does not cost the whole end again.
/// </summary>
internal sealed class HubTail(EventHubsSinkOptions options)
{
    private const int MaxAtOnce = 8;
    private const int MaxEvents = 500;
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Part> _parts = new(StringComparer.Ordinal);

    /// <summary>The marks of each device, in the order in which its boots began.</summary>
    public async Task<IReadOnlyCollection<BootMark>> ReadAsync(EventHubConnection connection, CancellationToken cancellationToken)
    {
        var asking = new EventHubProducerClient(connection, new EventHubProducerClientOptions { RetryOptions = HubRetries.None(options.WriteTimeout) });
        await using (asking.ConfigureAwait(false))
        {
            string[] partitions = await asking.GetPartitionIdsAsync(cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                partitions,
                new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
                async (id, stop) => await ReadAsync(connection, await asking.GetPartitionPropertiesAsync(id, stop).ConfigureAwait(false), stop).ConfigureAwait(false)).ConfigureAwait(false);
            return [.. partitions.SelectMany(id => _parts[id].Marks)];
        }
    }

    private async Task ReadAsync(EventHubConnection connection, PartitionProperties partition, CancellationToken cancellationToken)
    {
        long first = Math.Max(0, partition.BeginningSequenceNumber);
        long end = partition.IsEmpty ? first : partition.LastEnqueuedSequenceNumber + 1;
        long start = Math.Max(first, end - options.TailEvents);
        Part part = _parts.GetOrAdd(partition.Id, _ => new Part());
        if (part.Next < start || part.Next > end)
        {
            // More than the end was written since, or it is another hub. What was known of a device may be older than what is there.
            _parts[partition.Id] = part = new Part { Next = start };
        }

        if (part.Next >= end)
        {
            return;
        }

        PartitionReceiver receiver = Open(connection, partition.Id, part.Next);
        await using (receiver.ConfigureAwait(false))
        {
            await ReadAsync(receiver, part, end, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(PartitionReceiver receiver, Part part, long end, CancellationToken cancellationToken)
    {
        long since = Environment.TickCount64;
        while (part.Next < end)
        {
            foreach (EventData data in await receiver.ReceiveBatchAsync(MaxEvents, _step, cancellationToken).ConfigureAwait(false))
            {
                part.Take(data);
                since = Environment.TickCount64;
            }

            if (Environment.TickCount64 - since > options.WriteTimeout.TotalMilliseconds)
            {
                throw new TimeoutException();
            }
        }
    }

    private PartitionReceiver Open(EventHubConnection connection, string partition, long from) => new(
        options.ConsumerGroup,
        partition,
        EventPosition.FromSequenceNumber(from),
        connection,
        new PartitionReceiverOptions { RetryOptions = HubRetries.None(options.WriteTimeout), TrackLastEnqueuedEventProperties = false });

    /// <summary>A partition: how far it was read, and where its devices are.</summary>
    private sealed class Part
    {
        private readonly Dictionary<string, DeviceMarks> _devices = new(StringComparer.Ordinal);

        public long Next { get; set; } = -1;

        public IEnumerable<BootMark> Marks => _devices.Values.SelectMany(device => device.Marks);

        public void Take(EventData data)
        {
            Next = data.SequenceNumber + 1;
            if (!HubEvent.TryRead(data, out NanoEvent e, out _))
            {
                return;
            }

            if (!_devices.TryGetValue(e.Device, out DeviceMarks? marks))
            {
                _devices[e.Device] = marks = new DeviceMarks(e.Device);
            }

            marks.Take(e, null);
        }
    }
}
