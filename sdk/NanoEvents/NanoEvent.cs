using System.Text.Json.Serialization;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Something that happened at a device, or a report that events are lost. <see cref="Kind"/> says what happened. Values that a kind does not have are
/// null. No property throws.
/// </summary>
[JsonConverter(typeof(NanoEventConverter))]
public readonly partial struct NanoEvent
{
    private readonly string? _device;
    private readonly string? _name;

    // The firmware of a boot, the bytes of an unknown kind, the measurement or the condition of the others if their kind alone does not say it.
    private readonly object? _more;
    private readonly Dated _dated;
    private readonly uint _sequence;
    private readonly int _value;
    private readonly uint _count;
    private readonly uint _extent;
    private readonly sbyte _source;
    private readonly byte _rawKind;
    private readonly byte _detail;
    private readonly EventMarks _marks;

    /// <summary>The device; empty if a batch was decoded without knowing its device.</summary>
    public string Device => _device ?? "";

    /// <summary>Which run of the device's firmware this is from: a random number of 24 bits that the device draws when it starts.</summary>
    public int BootId { get; }

    /// <summary>Its number in this boot; null for boot and lost, which have none, and for events of a state.</summary>
    public uint? Sequence => Has(EventMarks.Numbered) ? _sequence : null;

    /// <summary>When it happened, in UTC; null if unknown. <see cref="Clock"/> says how the time is known.</summary>
    public DateTimeOffset? Time => _dated.Time;

    /// <summary>How <see cref="Time"/> is known.</summary>
    public ClockQuality Clock => _dated.Quality;

    /// <summary>How far <see cref="Time"/> may be off; null if it is not synchronized, and for an event that was read from JSON.</summary>
    public TimeSpan? TimeError => _dated.Error;

    /// <summary>What it says.</summary>
    public EventKind Kind { get; }

    /// <summary>The number of the source, counted within its type; null for boot and lost.</summary>
    public int? Source => _source < 0 ? null : _source;

    /// <summary>The type of the source; null for boot, lost and unknown kinds. A source of a private kind has the kind's number as its type.</summary>
    public SourceType? SourceType => TypeOf(About);

    /// <summary>The name of the source, if it has one.</summary>
    public string? Name => _name;

    /// <summary>The place of this event: store it to start after this event the next time.</summary>
    public Checkpoint Checkpoint => new(Device, BootId, Kind switch
    {
        EventKind.Boot => 0,
        EventKind.Lost => _sequence + _count - 1,
        _ => _sequence,
    });

    /// <summary>
    /// The measurement: temperature, humidity, one of your own; null for kinds without one. A threshold has the measurement that it watches, and a fault
    /// that of its sensor.
    /// </summary>
    public Measurement? Measurement => _more as Measurement ?? KindTable.Of(Kind).Measurement;

    /// <summary>The state of your own, such as a door contact; null for kinds without one.</summary>
    public Condition? Condition => _more as Condition;

    /// <summary>A state of your own: whether it is on now. <see cref="Condition"/> has the word for it.</summary>
    public bool? On => Condition?.Kind == Kind ? Has(EventMarks.Flag) : null;

    /// <summary>Measurements and threshold: the value, in <see cref="Unit"/>.</summary>
    public double? Value => Measured?.FromRaw(_value);

    /// <summary>Measurements and threshold: the unit of <see cref="Value"/> and <see cref="Limit"/>, such as <c>°C</c>, <c>%</c> or <c>hPa</c>.</summary>
    public string? Unit => Measured?.Unit;

    /// <summary>The temperature in degrees Celsius; null for other measurements and kinds.</summary>
    public double? Celsius => About == EventKind.Temperature ? Value : null;

    /// <summary>Motion: whether there is motion now.</summary>
    public bool? Moving => Only(EventKind.Motion, EventMarks.Flag);

    /// <summary>Threshold: the limit that was crossed, in <see cref="Unit"/>.</summary>
    public double? Limit => Kind == EventKind.Threshold ? Measurement?.FromRaw(RawLimit) : null;

    /// <summary>Threshold: whether it is the upper limit or the lower one.</summary>
    public ThresholdSide? Side => Kind == EventKind.Threshold ? (ThresholdSide)_detail : null;

    /// <summary>Threshold: true if the value went beyond the limit, false if it came back.</summary>
    public bool? Entered => Only(EventKind.Threshold, EventMarks.Flag);

    /// <summary>Chatter: how many edges. Lost: how many events; null if unknown.</summary>
    public long? Count => Kind switch
    {
        EventKind.Chatter => _count,
        EventKind.Lost when LossCause != NanoEvents.LossCause.Restart => _count,
        _ => null,
    };

    /// <summary>Chatter: the time of the first edge, known as <see cref="Time"/> is.</summary>
    public DateTimeOffset? First => Kind == EventKind.Chatter ? Before(_extent) : null;

    /// <summary>Chatter: the time of the last edge, which is <see cref="Time"/>.</summary>
    public DateTimeOffset? Last => Kind == EventKind.Chatter ? Time : null;

    /// <summary>Fault: <c>no-answer</c>, <c>out-of-range</c>, or the number of a reason that this version does not know.</summary>
    public string? Reason => Kind == EventKind.Fault ? ReasonText(_detail) : null;

    /// <summary>Fault: true if it began, false if it ended.</summary>
    public bool? Began => Only(EventKind.Fault, EventMarks.Flag);

    /// <summary>
    /// Boot: <c>unknown</c>, <c>requested</c>, <c>timer</c>, <c>pin</c> or a number that this version does not know.
    /// Lost: <c>overflow</c>, <c>transit</c> or <c>restart</c>.
    /// </summary>
    public string? Cause => Kind switch
    {
        EventKind.Boot => BootText(_detail),
        EventKind.Lost => LossText((LossCause)_detail),
        _ => null,
    };

    /// <summary>Lost: why.</summary>
    public LossCause? LossCause => Kind == EventKind.Lost ? (LossCause)_detail : null;

    /// <summary>Lost: the first number that is lost.</summary>
    public uint? From => Kind == EventKind.Lost ? _sequence : null;

    /// <summary>Boot: the version of the firmware; null if the device does not say it.</summary>
    public string? Firmware => Kind == EventKind.Boot ? (string?)_more : null;

    /// <summary>The kind's number in the format; null for boot and lost, which are not sent as events.</summary>
    public int? RawKind => Kind is EventKind.Boot or EventKind.Lost ? null : _rawKind;

    /// <summary>Unknown: the flag that every event has.</summary>
    public bool? RawFlag => Only(EventKind.Unknown, EventMarks.Flag);

    /// <summary>Unknown: its bytes, as they were sent.</summary>
    public ReadOnlyMemory<byte>? Raw => Kind == EventKind.Unknown ? (byte[]?)_more ?? ReadOnlyMemory<byte>.Empty : default(ReadOnlyMemory<byte>?);

    /// <summary>The name of the kind in text and JSON: that of the measurement or state for one of your own.</summary>
    internal string KindName => IsPrivate(Kind) ? _more?.ToString() ?? "unknown" : KindTable.Of(Kind).Name;

    /// <summary>Threshold, fault and chatter: the kind that they are about. Otherwise the kind itself.</summary>
    internal EventKind About => Kind switch
    {
        EventKind.Threshold or EventKind.Fault => (_more as Measurement)?.Kind ?? (_more as Condition)?.Kind ?? EventKind.Temperature,
        EventKind.Chatter => (_more as Condition)?.Kind ?? EventKind.Motion,
        _ => Kind,
    };

    /// <summary>The value as the device sent it: a whole number of the measurement's steps.</summary>
    internal int RawValue => _value;

    internal int RawLimit => (int)_extent;

    /// <summary>Fault: the reason as a number of the format.</summary>
    internal int RawReason => _detail;

    internal Dated Dated => _dated;

    // A fault has a measurement and no value.
    private Measurement? Measured => Kind == EventKind.Fault ? null : Measurement;

    private bool Has(EventMarks mark) => (_marks & mark) != 0;

    private bool? Only(EventKind kind, EventMarks mark) => Kind == kind ? Has(mark) : null;

    private DateTimeOffset? Before(uint ticks)
    {
        long back = ticks * (TimeSpan.TicksPerMillisecond * BatchFormat.TickMs);
        return Time is { } time && time.UtcTicks > back ? time.AddTicks(-back) : null;
    }
}
