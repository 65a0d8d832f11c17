using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// One batch, checked, with its events unpacked. It reads from its payload, and from the room that its events are in, and is valid as long as both. <c>foreach
/// (BatchEvent e in batch)</c> gives its events.
/// </summary>
internal readonly ref struct Batch
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly FieldList _fields;
    private readonly ReadOnlySpan<RawEvent> _events;

    internal Batch(ReadOnlySpan<byte> body, BatchHeader header, FieldList fields, ReadOnlySpan<RawEvent> events)
    {
        _body = body;
        _fields = fields;
        _events = events;
        Header = header;
    }

    /// <summary>The boot id: which run of the firmware this is.</summary>
    public int Boot => Header.Boot;

    /// <summary>The number of the first event; in a state, the number that the next event will get.</summary>
    public uint Sequence => Header.Sequence;

    /// <summary>Whether it is in the short form: events alone. The times of its events are ticks since 1970, and no uptimes.</summary>
    public bool IsShort => Header.IsShort;

    /// <summary>The uptime in ticks of 10 ms when the batch was made; -1 in a short batch, which does not say it.</summary>
    public long SealedTicks => IsShort ? -1 : Header.FromTicks;

    /// <summary>In a short batch: the wall clock at its first event, in ticks of 10 ms since 1970.</summary>
    public long WallTicks => IsShort ? Header.FromTicks : -1;

    /// <summary>In a short batch: the low byte of the uptime at its first event.</summary>
    public int UptimeLow => Header.UptimeLow;

    /// <summary>The latest tick that the batch knows of: when it was made; in a short batch, its latest event.</summary>
    public long LatestTicks => IsShort ? LatestEvent() : Header.FromTicks;

    /// <summary>Whether the device knew the wall clock.</summary>
    public bool HasAnchor => Header.HasAnchor;

    /// <summary>The wall clock at tick zero, in ticks of 10 ms since 1970: at uptime zero, or 0 in a short batch.</summary>
    public long AnchorTicks => Header.AnchorTicks;

    /// <summary>How far the anchor may be off, in ticks of 10 ms.</summary>
    public uint AnchorErrorTicks => Header.AnchorErrorTicks;

    /// <summary>Whether this is a state: its events are the present values of the sources.</summary>
    public bool IsState => Header.IsState;

    /// <summary>How many events there are, 0 to 64.</summary>
    public int EventCount => _events.Length;

    /// <summary>How many events right before the first one the full ring dropped.</summary>
    public uint Overflow => _fields.Overflow;

    /// <summary>In a state: how many numbers below <see cref="Sequence"/> the broker has not acknowledged.</summary>
    public uint Waiting => _fields.Waiting;

    /// <summary>In a state: how often the device sends one at least, in seconds; older firmware does not say it.</summary>
    public uint PeriodSeconds => _fields.Has(BatchFormat.FieldPeriod) ? _fields.Period : BatchFormat.UsualPeriodSeconds;

    /// <summary>The format's minor version. Newer fields are stepped over, and newer kinds are returned raw.</summary>
    public uint MinorVersion => _fields.Minor;

    /// <summary>Whether the batch says that the device has started.</summary>
    public bool HasBoot => _fields.Has(BatchFormat.FieldBoot);

    /// <summary>Why the device started, as a number of the format; 0 if unknown.</summary>
    public int BootCause => HasBoot ? _fields.Boot[0] : 0;

    /// <summary>The firmware's version in UTF-8; empty if the batch does not say it.</summary>
    public ReadOnlySpan<byte> FirmwareUtf8 => HasBoot ? _fields.Boot[1..] : default;

    /// <summary>The events, in the order of their numbers.</summary>
    public BatchEvents Events => new(_events, _body);

    /// <summary>The counters; empty if the batch has none.</summary>
    public BatchCounters Counters => new(_fields.Counters);

    /// <summary>Whether it says the names of sources, even if there are none.</summary>
    public bool HasNames => _fields.Has(BatchFormat.FieldNames);

    /// <summary>The names of sources, in their own message, and in a state of older firmware.</summary>
    public BatchNames Names => new(_fields.Names);

    /// <summary>The private kinds that a state declares.</summary>
    public BatchKinds Kinds => new(_fields.Kinds);

    /// <summary>Whether a state declares private kinds.</summary>
    public bool HasKinds => !_fields.Kinds.IsEmpty;

    /// <summary>The fields that this version of the library does not know.</summary>
    public BatchFields UnknownFields => new(_fields.All);

    internal BatchHeader Header { get; }

    /// <summary>For <c>foreach</c> over the events.</summary>
    public BatchEvents GetEnumerator() => Events;

    private long LatestEvent()
    {
        long latest = Header.FromTicks;
        foreach (ref readonly RawEvent e in _events)
        {
            latest = Math.Max(latest, e.Ticks);
        }

        return latest;
    }
}
