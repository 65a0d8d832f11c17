using Azure.Messaging.EventHubs;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>Where a reader is in each partition. It makes lists of events of what came: without repetitions, and with what is missing as lost.</summary>
internal sealed class HubPlaces(
    EventHubsEventClientOptions options, IReadOnlyCollection<Checkpoint> after, bool isFromTail, TimelineCounts counts, Action<Notice> say)
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Checkpoint> _after = after.ToDictionary(c => c.Device, StringComparer.Ordinal);

    /// <summary>From which sequence number to read a partition on, with what the hub says about it.</summary>
    public long StartOf(PartitionProperties partition)
    {
        long first = Math.Max(0, partition.BeginningSequenceNumber);
        long end = partition.LastEnqueuedSequenceNumber + 1;
        if (!_places.TryGetValue(partition.Id, out Place? place))
        {
            _places[partition.Id] = place = new Place { Next = isFromTail ? Math.Max(first, end - options.TailEvents) : first };
        }
        else if (place.Next > Math.Max(first, end))
        {
            Warn($"{options.Target} has fewer events in partition {partition.Id} than were read: it is another hub now, which is read from the beginning");
            _places[partition.Id] = place = new Place { Next = first };
        }
        else if (place.Next < first)
        {
            Warn($"{options.Target} has dropped events of partition {partition.Id} before they were read: let the hub keep them for longer");
        }

        return place.Next;
    }

    /// <summary>Takes what came of a partition, in order.</summary>
    public IReadOnlyList<EventBatch> Take(HubChunk chunk)
    {
        Place place = _places[chunk.Partition];
        List<EventBatch> batches = [];
        List<NanoEvent> events = [];
        foreach (EventData data in chunk.Events)
        {
            place.Next = data.SequenceNumber + 1;
            if (HubEvent.TryRead(data, out NanoEvent e, out string problem))
            {
                place.Of(e.Device, counts).Take(e, events);
                continue;
            }

            Add(batches, ref events, null);
            Add(batches, ref events, new UndecodedMessage($"{chunk.Partition}/{data.SequenceNumber}", problem, HubEvent.BytesOf(data)));
            say(new Notice(NoticeKind.Ignored, $"Left out event {data.SequenceNumber} of partition {chunk.Partition}: {problem}"));
        }

        Add(batches, ref events, null);
        return batches;
    }

    private void Add(List<EventBatch> batches, ref List<NanoEvent> events, UndecodedMessage? undecoded)
    {
        events.RemoveAll(e => IsHandled(e));
        if (events.Count > 0 || undecoded is not null)
        {
            batches.Add(new EventBatch(events, null) { Undecoded = undecoded });
            events = [];
        }
    }

    private bool IsHandled(in NanoEvent e) =>
        _after.TryGetValue(e.Device, out Checkpoint checkpoint) && checkpoint.BootId == e.BootId
        && e is not { Kind: EventKind.Lost, Count: null }
        && SequenceMath.Distance(checkpoint.Sequence, e.Checkpoint.Sequence) <= 0;

    private void Warn(string text) => say(new Notice(NoticeKind.Warning, text));

    private sealed class Place
    {
        private readonly Dictionary<string, DeviceMarks> _devices = new(StringComparer.Ordinal);

        public long Next { get; set; }

        public DeviceMarks Of(string device, TimelineCounts counts)
        {
            if (!_devices.TryGetValue(device, out DeviceMarks? marks))
            {
                _devices[device] = marks = new DeviceMarks(device, counts);
            }

            return marks;
        }
    }
}

/// <summary>Events of a partition that came together.</summary>
internal sealed record HubChunk(string Partition, IReadOnlyList<EventData> Events);
