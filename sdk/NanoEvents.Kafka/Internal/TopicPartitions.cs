using Confluent.Kafka;

namespace NanoEvents.Kafka;

/// <summary>Asks the brokers about a topic, as long as it takes.</summary>
internal static class TopicPartitions
{
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(1);

    /// <summary>The partitions of the topic; none if there is no such topic yet. The consumer's handlers hear of errors meanwhile.</summary>
    public static IReadOnlyList<int> Of(
        IConsumer<byte[], byte[]> consumer, string topic, TimeSpan patience, Action throwIfRefused, CancellationToken cancellationToken)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        Metadata metadata = Try(
            () =>
            {
                consumer.Consume(TimeSpan.Zero);
                throwIfRefused();
                return admin.GetMetadata(topic, _step);
            },
            patience,
            cancellationToken);
        TopicMetadata found = metadata.Topics.Single(t => t.Topic == topic);
        return found.Error.Code == ErrorCode.UnknownTopicOrPart ? []
            : found.Error.IsError ? throw new KafkaException(found.Error)
            : [.. found.Partitions.Select(p => p.PartitionId)];
    }

    /// <summary>The first offset of a partition and its end.</summary>
    public static WatermarkOffsets Watermarks(
        IConsumer<byte[], byte[]> consumer, TopicPartition partition, TimeSpan patience, CancellationToken cancellationToken, Action? failed = null) =>
        Try(() => consumer.QueryWatermarkOffsets(partition, _step), patience, cancellationToken, failed);

    /// <summary>Asks in steps, because librdkafka waits without listening to a cancellation.</summary>
    /// <param name="ask">One step.</param>
    /// <param name="patience">How long to ask.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <param name="failed">Told of each step without an answer: where nothing is consumed meanwhile, no handler hears that the brokers are away.</param>
    public static T Try<T>(Func<T> ask, TimeSpan patience, CancellationToken cancellationToken, Action? failed = null)
    {
        long since = Environment.TickCount64;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return ask();
            }
            catch (KafkaException e) when (MayPass(e.Error) && Environment.TickCount64 - since < patience.TotalMilliseconds)
            {
                failed?.Invoke();
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    // While the brokers are away librdkafka takes down what it knows of them, and begins again with the addresses that it was given.
    private static bool MayPass(Error error) => error.Code is ErrorCode.Local_DestroyBroker or ErrorCode.Local_UnknownBroker or ErrorCode.Local_NodeUpdate
        or ErrorCode.Local_Resolve or ErrorCode.Local_Retry or ErrorCode.Local_WaitCache or ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown
        or ErrorCode.Local_WaitCoord or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition or ErrorCode.RequestTimedOut
        or ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress
        or ErrorCode.NetworkException;
}
