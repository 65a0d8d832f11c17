using Confluent.Kafka;

namespace NanoEvents.Kafka;

/// <summary>The partitions that this reader holds. librdkafka calls it on the reading thread.</summary>
internal sealed class PlaceTable(KafkaEventClientOptions options, KafkaConcerns concerns, CancellationToken stop)
{
    private static readonly TimeSpan _handOver = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(1);
    private readonly Dictionary<TopicPartition, Place> _places = [];
    private Place? _inBody;
    private bool _isPaused;

    /// <summary>The reader ends: nobody waits for a body any more, which may be the caller.</summary>
    public bool IsEnding { get; set; }

    public Place? Find(TopicPartition partition) => _places.GetValueOrDefault(partition);

    public void SetInBody(Place? place) => Interlocked.Exchange(ref _inBody, place);

    /// <summary>Without a group: all partitions, from the beginning or from a little before the end.</summary>
    public List<TopicPartitionOffset> All(IConsumer<byte[], byte[]> consumer, ReadFrom from)
    {
        var starts = new List<TopicPartitionOffset>();
        foreach (int partition in PartitionsOfTopic(consumer))
        {
            var place = new TopicPartition(options.Target.Topic, partition);
            WatermarkOffsets marks = Watermarks(consumer, place);
            long start = from == ReadFrom.Beginning ? marks.Low.Value : Math.Max(marks.Low.Value, marks.High.Value - options.TailRecords);
            _places[place] = new Place(place, start);
            starts.Add(new TopicPartitionOffset(place, start));
        }

        return starts;
    }

    public IEnumerable<TopicPartitionOffset> OnAssigned(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        concerns.OnAnswer();
        List<TopicPartitionOffset> committed = TopicPartitions.Try(() => consumer.Committed(partitions, _step), TimeSpan.MaxValue, stop, concerns.NoAnswer);
        concerns.OnAnswer();
        return [.. committed.Select(c => Begin(consumer, c))];
    }

    public void OnRevoked(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions)
    {
        List<Place> gone = Remove(partitions);
        if (!IsEnding && gone.Contains(Volatile.Read(ref _inBody)!))
        {
            // The event in the loop's body would come again elsewhere, while this body is still at it.
            SpinWait.SpinUntil(() => stop.IsCancellationRequested || !gone.Contains(Volatile.Read(ref _inBody)!), _handOver);
        }

        Commit(consumer, gone);
    }

    /// <summary>The group has given the partitions to others already.</summary>
    public void OnLost(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions) => Remove(partitions);

    /// <summary>Notes how far the events are handled. librdkafka brings it to the group's coordinator now and then.</summary>
    public void Store(IConsumer<byte[], byte[]> consumer)
    {
        if (options.Group is null)
        {
            return;
        }

        foreach (Place place in _places.Values)
        {
            long next = place.Next;
            if (next > place.Stored)
            {
                place.Stored = next;
                consumer.StoreOffset(new TopicPartitionOffset(place.Partition, next));
            }
        }
    }

    public void Pause(IConsumer<byte[], byte[]> consumer)
    {
        consumer.Pause(_places.Keys);
        _isPaused = true;
    }

    public void Resume(IConsumer<byte[], byte[]> consumer)
    {
        if (_isPaused)
        {
            consumer.Resume(_places.Keys);
            _isPaused = false;
        }
    }

    private IReadOnlyList<int> PartitionsOfTopic(IConsumer<byte[], byte[]> consumer)
    {
        while (true)
        {
            IReadOnlyList<int> partitions = TopicPartitions.Of(consumer, options.Target.Topic, TimeSpan.MaxValue, concerns.ThrowIfRefused, stop);
            if (partitions.Count > 0)
            {
                concerns.OnAnswer();
                return partitions;
            }

            concerns.NoTopic();
            stop.WaitHandle.WaitOne(_step);
        }
    }

    private WatermarkOffsets Watermarks(IConsumer<byte[], byte[]> consumer, TopicPartition partition)
    {
        WatermarkOffsets marks = TopicPartitions.Watermarks(consumer, partition, TimeSpan.MaxValue, stop, concerns.NoAnswer);
        concerns.OnAnswer();
        return marks;
    }

    // The records before the group's place are read again, to know where each device is. They are not given out.
    private TopicPartitionOffset Begin(IConsumer<byte[], byte[]> consumer, TopicPartitionOffset committed)
    {
        WatermarkOffsets marks = Watermarks(consumer, committed.TopicPartition);
        bool isKnown = committed.Offset != Offset.Unset && committed.Offset.Value <= marks.High.Value && committed.Offset.Value >= marks.Low.Value;
        if (committed.Offset != Offset.Unset && !isKnown)
        {
            concerns.Warn(committed.Offset.Value < marks.Low.Value
                ? $"{options.Target} has dropped records of partition {committed.Partition.Value} before the group {options.Group} had read them: keep them for longer"
                : $"{options.Target} has fewer records in partition {committed.Partition.Value} than the group {options.Group} has read: it is another topic now, which is read from the beginning");
        }

        long giveFrom = isKnown ? committed.Offset.Value : marks.Low.Value;
        _places[committed.TopicPartition] = new Place(committed.TopicPartition, giveFrom);
        return new TopicPartitionOffset(committed.TopicPartition, Math.Max(marks.Low.Value, giveFrom - options.TailRecords));
    }

    private List<Place> Remove(List<TopicPartitionOffset> partitions)
    {
        List<Place> gone = [];
        foreach (TopicPartitionOffset partition in partitions)
        {
            if (_places.Remove(partition.TopicPartition, out Place? place))
            {
                place.IsGone = true;
                gone.Add(place);
            }
        }

        // The body's thread says what it has in hand, and then looks whether that is gone; this one the other way round.
        Interlocked.MemoryBarrier();
        return gone;
    }

    private static void Commit(IConsumer<byte[], byte[]> consumer, List<Place> gone)
    {
        List<TopicPartitionOffset> handled = [.. gone.Where(p => p.Next > p.GiveFrom).Select(p => new TopicPartitionOffset(p.Partition, p.Next))];
        try
        {
            if (handled.Count > 0)
            {
                consumer.Commit(handled);
            }
        }
        catch (KafkaException)
        {
            // The next reader gets the events since the last commit again.
        }
    }
}
