using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>Reads the last records of each partition, and knows from them where each device is.</summary>
internal sealed class TopicTail(KafkaSinkOptions options, CancellationToken cancellationToken)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<string, DeviceMarks> _devices = new(StringComparer.Ordinal);
    private Error? _problem;

    /// <summary>The marks of each device, in the order in which its boots began.</summary>
    public IReadOnlyCollection<BootMark> Read()
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(KafkaSettings.Tail(options))
            .SetErrorHandler((_, error) => _problem = error)
            .SetLogHandler((_, _) => { })
            .Build();
        List<TopicPartitionOffset> starts = FindStarts(consumer);
        if (starts.Count > 0)
        {
            consumer.Assign(starts);
            ReadToTheEnd(consumer, starts.Count);
        }

        return [.. _devices.Values.SelectMany(device => device.Marks)];
    }

    private List<TopicPartitionOffset> FindStarts(IConsumer<byte[], byte[]> consumer)
    {
        var starts = new List<TopicPartitionOffset>();
        foreach (int partition in TopicPartitions.Of(consumer, options.Target.Topic, options.WriteTimeout, ThrowIfRefused, cancellationToken))
        {
            var place = new TopicPartition(options.Target.Topic, partition);
            WatermarkOffsets marks = TopicPartitions.Watermarks(consumer, place, options.WriteTimeout, cancellationToken);
            if (marks.High.Value > marks.Low.Value)
            {
                starts.Add(new TopicPartitionOffset(place, Math.Max(marks.Low.Value, marks.High.Value - options.TailRecords)));
            }
        }

        return starts;
    }

    private void ReadToTheEnd(IConsumer<byte[], byte[]> consumer, int open)
    {
        long since = Environment.TickCount64;
        while (open > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ConsumeResult<byte[], byte[]>? result = consumer.Consume(_step);
            if (result is null)
            {
                ThrowIfTooLong(since);
                continue;
            }

            since = Environment.TickCount64;
            open -= result.IsPartitionEOF ? 1 : 0;
            if (!result.IsPartitionEOF && RecordJson.TryRead(result.Message.Value, out NanoEvent e, out _))
            {
                Take(e);
            }
        }
    }

    private void ThrowIfTooLong(long since)
    {
        if (Environment.TickCount64 - since > options.WriteTimeout.TotalMilliseconds)
        {
            throw new TimeoutException($"The end of {options.Target} cannot be read: {_problem?.Reason ?? "it does not answer"}");
        }
    }

    private void ThrowIfRefused()
    {
        if (_problem is { Code: ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl } refusal)
        {
            throw new KafkaException(refusal);
        }
    }

    private void Take(in NanoEvent e)
    {
        if (!_devices.TryGetValue(e.Device, out DeviceMarks? device))
        {
            device = new DeviceMarks(e.Device);
            _devices[e.Device] = device;
        }

        device.Take(e, null);
    }
}
