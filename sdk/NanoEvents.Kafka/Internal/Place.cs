using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// A partition that this reader holds: how far it is handled, and where its devices are. The reading thread owns it; <see cref="Next"/> is set by whoever
/// handles events.
/// </summary>
internal sealed class Place
{
    private readonly Dictionary<string, DeviceMarks> _devices = new(StringComparer.Ordinal);
    private long _next;
    private volatile bool _isGone;

    public Place(TopicPartition partition, long giveFrom)
    {
        Partition = partition;
        GiveFrom = giveFrom;
        Stored = giveFrom;
        _next = giveFrom;
    }

    public TopicPartition Partition { get; }

    /// <summary>The first offset whose events are given out. Those before it only say where each device is.</summary>
    public long GiveFrom { get; }

    /// <summary>Everything before this offset is handled.</summary>
    public long Next
    {
        get => Interlocked.Read(ref _next);
        set => Interlocked.Exchange(ref _next, value);
    }

    /// <summary>What of that is stored.</summary>
    public long Stored { get; set; }

    /// <summary>Whether another reader has the partition now: its events must not be given out here any more.</summary>
    public bool IsGone
    {
        get => _isGone;
        set => _isGone = value;
    }

    public DeviceMarks Of(string device, TimelineCounts counts)
    {
        if (!_devices.TryGetValue(device, out DeviceMarks? marks))
        {
            marks = new DeviceMarks(device, counts);
            _devices[device] = marks;
        }

        return marks;
    }
}
