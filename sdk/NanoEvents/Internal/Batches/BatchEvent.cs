namespace NanoEvents;

/// <summary>One event of a batch as it was sent: raw numbers, no dates. It is valid as long as the payload from which it was read.</summary>
internal readonly ref struct BatchEvent
{
    // It is small, because it is copied for each event. Values of rare kinds are read from their bytes on demand.
    private readonly byte _rawKind;
    private readonly byte _source;
    private readonly byte _index;
    private readonly bool _flag;

    internal BatchEvent(int kind, int source, bool flag, int index, long uptimeTicks, int value, ReadOnlySpan<byte> content)
    {
        _rawKind = (byte)kind;
        _source = (byte)source;
        _flag = flag;
        _index = (byte)index;
        UptimeTicks = uptimeTicks;
        CentiValue = value;
        Content = content;
    }

    /// <summary>The kind; <see cref="EventKind.Unknown"/> if this version does not know <see cref="RawKind"/>.</summary>
    public EventKind Kind => KindOf(_rawKind);

    /// <summary>The kind with a number of the format; unknown if this version does not have it.</summary>
    public static EventKind KindOf(int number) =>
        (uint)number <= (uint)EventKind.Fault || Measurement.Of((EventKind)number) is not null ? (EventKind)number : EventKind.Unknown;

    /// <summary>The kind's number in the format.</summary>
    public int RawKind => _rawKind;

    /// <summary>The source, 0 to 31.</summary>
    public int Source => _source;

    /// <summary>The flag: moving, entered or began, depending on the kind; for a temperature, that it fell.</summary>
    public bool Flag => _flag;

    /// <summary>The place in the batch, from 0. The event's number is the batch's sequence plus this.</summary>
    public int Index => _index;

    /// <summary>The uptime at which it happened, in ticks of 10 ms.</summary>
    public long UptimeTicks { get; }

    /// <summary>Temperature, threshold and measurements: hundredths of the kind's unit.</summary>
    public int CentiValue { get; }

    /// <summary>Temperature and threshold: hundredths of a °C.</summary>
    public int CentiCelsius => Kind is EventKind.Temperature or EventKind.Threshold ? CentiValue : 0;

    /// <summary>Threshold: the limit in hundredths of a °C.</summary>
    public int LimitCentiCelsius => Kind == EventKind.Threshold ? new EventContent(Content).Limit : 0;

    /// <summary>Threshold: 0 low, 1 high. Fault: the reason. Otherwise 0.</summary>
    public int Detail => Kind switch
    {
        EventKind.Threshold => new EventContent(Content).Side,
        EventKind.Fault => Content[0],
        _ => 0,
    };

    /// <summary>Chatter: how many edges.</summary>
    public uint EdgeCount => Kind == EventKind.Chatter ? new EventContent(Content).EdgeCount : 0;

    /// <summary>Chatter: ticks from the first edge to the last; <see cref="UptimeTicks"/> is the last.</summary>
    public uint SpanTicks => Kind == EventKind.Chatter ? new EventContent(Content).SpanTicks : 0;

    /// <summary>The bytes of an extended kind, as they were sent; empty for temperature and motion.</summary>
    public ReadOnlySpan<byte> Content { get; }
}
