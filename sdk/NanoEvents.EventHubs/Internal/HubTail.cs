using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>Reads the last events of each partition, and knows from them where each device is.</summary>
internal sealed class HubTail(EventHubsSinkOptions options, EventHubConnection connection)
{
    private const int MaxAtOnce = 8;
    private const int MaxEvents = 500;
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(1);

    /// <summary>The marks of each device, in the order in which its boots began.</summary>
    public async Task<IReadOnlyCollection<BootMark>> ReadAsync(CancellationToken cancellationToken)
    {
        var asking = new EventHubProducerClient(connection, new EventHubProducerClientOptions { RetryOptions = HubRetries.None(options.WriteTimeout) });
        await using (asking.ConfigureAwait(false))
        {
            string[] partitions = await asking.GetPartitionIdsAsync(cancellationToken).ConfigureAwait(false);
            var marks = new IReadOnlyList<BootMark>[partitions.Length];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, partitions.Length),
                new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
                async (i, stop) => marks[i] = await ReadAsync(await asking.GetPartitionPropertiesAsync(partitions[i], stop).ConfigureAwait(false), stop).ConfigureAwait(false)).ConfigureAwait(false);
            return [.. marks.SelectMany(m => m)];
        }
    }

    private async Task<IReadOnlyList<BootMark>> ReadAsync(PartitionProperties partition, CancellationToken cancellationToken)
    {
        if (partition.IsEmpty)
        {
            return [];
        }

        var devices = new Dictionary<string, DeviceMarks>(StringComparer.Ordinal);
        long last = partition.LastEnqueuedSequenceNumber;
        long next = Math.Max(partition.BeginningSequenceNumber, last + 1 - options.TailEvents);
        PartitionReceiver receiver = Open(partition.Id, next);
        await using (receiver.ConfigureAwait(false))
        {
            long since = Environment.TickCount64;
            while (next <= last)
            {
                foreach (EventData data in await receiver.ReceiveBatchAsync(MaxEvents, _step, cancellationToken).ConfigureAwait(false))
                {
                    Take(data, devices);
                    next = data.SequenceNumber + 1;
                    since = Environment.TickCount64;
                }

                if (Environment.TickCount64 - since > options.WriteTimeout.TotalMilliseconds)
                {
                    throw new TimeoutException();
                }
            }
        }

        return [.. devices.Values.SelectMany(device => device.Marks)];
    }

    private PartitionReceiver Open(string partition, long from) => new(
        options.ConsumerGroup,
        partition,
        EventPosition.FromSequenceNumber(from),
        connection,
        new PartitionReceiverOptions { RetryOptions = HubRetries.None(options.WriteTimeout), TrackLastEnqueuedEventProperties = false });

    private static void Take(EventData data, Dictionary<string, DeviceMarks> devices)
    {
        if (!HubEvent.TryRead(data, out NanoEvent e, out _))
        {
            return;
        }

        if (!devices.TryGetValue(e.Device, out DeviceMarks? marks))
        {
            devices[e.Device] = marks = new DeviceMarks(e.Device);
        }

        marks.Take(e, null);
    }
}
