namespace NanoEvents.Kafka;

/// <summary>The events of some records that were read together, in order.</summary>
internal sealed class Chunk
{
    public const int MaxRecords = 256;

    private readonly List<(NanoEvent Event, Place Place, long Next)> _events = [];
    private readonly Dictionary<Place, long> _ends = [];

    public int Records { get; private set; }

    public int Count => _events.Count;

    public bool IsFull => Records >= MaxRecords;

    /// <summary>When it was read, in UTC.</summary>
    public DateTimeOffset Arrival { get; init; }

    /// <summary>Whether all of it is handled. The lock of <see cref="InHand"/> guards it.</summary>
    public bool IsDone { get; set; }

    /// <summary>An event, and the offset that is the next one after it is handled.</summary>
    public (NanoEvent Event, Place Place, long Next) this[int index] => _events[index];

    public IReadOnlyList<NanoEvent> Events => [.. _events.Where(e => !e.Place.IsGone).Select(e => e.Event)];

    /// <summary>Adds a record. The offset after it is stored once its last event is handled.</summary>
    public void Add(Place place, long offset, List<NanoEvent> events)
    {
        Records++;
        _ends[place] = offset + 1;
        for (int i = 0; i < events.Count; i++)
        {
            _events.Add((events[i], place, i == events.Count - 1 ? offset + 1 : offset));
        }
    }

    /// <summary>All of it is handled: also the records that hold nothing new.</summary>
    public void Advance()
    {
        foreach ((Place place, long end) in _ends)
        {
            place.Next = end;
        }
    }
}
