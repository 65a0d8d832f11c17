using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>One event of a batch as it was sent: raw numbers, no dates. It is valid as long as the payload from which it was read.</summary>
internal readonly ref struct BatchEvent
{
    private readonly ref readonly RawEvent _raw;
    private readonly ReadOnlySpan<byte> _body;

    internal BatchEvent(ref readonly RawEvent raw, int index, ReadOnlySpan<byte> body)
    {
        _raw = ref raw;
        _body = body;
        Index = index;
    }

    /// <summary>
    /// The kind; <see cref="EventKind.Unknown"/> if this version does not know <see cref="RawKind"/>, or does not understand the content. Several numbers
    /// have the kind threshold, fault or chatter: <see cref="About"/> tells them apart.
    /// </summary>
    public EventKind Kind => _raw.IsRaw ? EventKind.Unknown : KindOf(_raw.Kind);

    /// <summary>Whether it is a temperature or a motion, as nearly all are. These have no content.</summary>
    public bool IsPlain => _raw.IsPlain;

    /// <summary>The kind with a number of the format; unknown if this version does not have it. A private number is a kind itself.</summary>
    public static EventKind KindOf(int number) => number <= (int)EventKind.Fault ? (EventKind)number : KindOfLater(number);

    private static EventKind KindOfLater(int number) => number switch
    {
        (int)EventKind.Humidity or (int)EventKind.Pressure => (EventKind)number,
        BatchFormat.KindLimit => EventKind.Threshold,
        BatchFormat.KindSensorFault => EventKind.Fault,
        BatchFormat.KindStateChatter => EventKind.Chatter,
        >= BatchFormat.FirstPrivateMeasurement and <= BatchFormat.LastPrivate => (EventKind)number,
        _ => EventKind.Unknown,
    };

    /// <summary>Threshold, fault and chatter: the number of the kind that they are about. Otherwise the kind's own.</summary>
    public int About => Kind switch
    {
        EventKind.Threshold or EventKind.Fault => _raw.Kind <= (int)EventKind.Fault ? (int)EventKind.Temperature : Content[0],
        EventKind.Chatter => _raw.Kind <= (int)EventKind.Fault ? (int)EventKind.Motion : Content[0],
        _ => _raw.Kind,
    };

    /// <summary>The kind's number in the format.</summary>
    public int RawKind => _raw.Kind;

    /// <summary>The source, 0 to 31.</summary>
    public int Source => _raw.Source;

    /// <summary>The flag: moving, entered or began, depending on the kind; for a temperature, that it fell.</summary>
    public bool Flag => _raw.Flag;

    /// <summary>The place in the batch, from 0. The event's number is the batch's sequence plus this.</summary>
    public int Index { get; }

    /// <summary>When it happened, in ticks of 10 ms: the uptime; in a short batch, the wall clock since 1970.</summary>
    public long Ticks => _raw.Ticks;

    /// <summary>Temperature, threshold and measurements: the value in steps of the measurement, hundredths of a °C for a temperature.</summary>
    public int CentiValue => _raw.Value;

    /// <summary>Temperature and threshold: hundredths of a °C.</summary>
    public int CentiCelsius => Kind is EventKind.Temperature or EventKind.Threshold ? CentiValue : 0;

    /// <summary>Threshold: the limit, as <see cref="CentiValue"/> is told.</summary>
    public int LimitValue => Kind == EventKind.Threshold ? EventContent.Of(_raw.Kind, Content).Limit : 0;

    /// <summary>Threshold: 0 low, 1 high. Fault: the reason. Otherwise 0.</summary>
    public int Detail => Kind switch
    {
        EventKind.Threshold => EventContent.Of(_raw.Kind, Content).Side,
        EventKind.Fault => EventContent.Of(_raw.Kind, Content).Reason,
        _ => 0,
    };

    /// <summary>Chatter: how many edges.</summary>
    public uint EdgeCount => Kind == EventKind.Chatter ? EventContent.Of(_raw.Kind, Content).EdgeCount : 0;

    /// <summary>Chatter: ticks from the first edge to the last; <see cref="Ticks"/> is the last.</summary>
    public uint SpanTicks => Kind == EventKind.Chatter ? EventContent.Of(_raw.Kind, Content).SpanTicks : 0;

    /// <summary>The bytes of an extended kind, as they were sent; empty for temperature and motion.</summary>
    public ReadOnlySpan<byte> Content => _raw.ContentAt is > 0 and var at ? _body.Slice(at, _body[at - 1]) : default;
}
