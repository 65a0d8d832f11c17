using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Something that happened at a device, or the news that something is lost. Look at <see cref="Kind"/> first: what a kind does not have
/// throws <see cref="InvalidOperationException"/>.
/// </summary>
public readonly partial struct NanoEvent
{
    private readonly string? _device;
    private readonly string? _name;

    // The firmware of a boot, the bytes of an unknown kind.
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

    /// <summary>The device that it comes from; empty where a batch was decoded without knowing.</summary>
    public string Device => _device ?? "";

    /// <summary>The boot of the device: which run of its firmware.</summary>
    public int Boot { get; }

    /// <summary>Its number in this boot; null for boot and lost, which have none, and for what a state shows.</summary>
    public uint? Sequence => Has(EventMarks.Numbered) ? _sequence : null;

    /// <summary>When it happened, in UTC; null where nobody knows. <see cref="Clock"/> says how it is known.</summary>
    public DateTimeOffset? Time => _dated.Time;

    /// <summary>How <see cref="Time"/> is known.</summary>
    public ClockQuality Clock => _dated.Quality;

    /// <summary>How far <see cref="Time"/> may be off; null where it is not synchronized.</summary>
    public TimeSpan? TimeError => _dated.Error;

    /// <summary>What it says.</summary>
    public EventKind Kind { get; }

    /// <summary>The number of the source, counted within its type; null for boot and lost.</summary>
    public int? Source => _source < 0 ? null : _source;

    /// <summary>What the source is; null for boot, lost and unknown kinds.</summary>
    public SourceType? SourceType => TypeOf(Kind);

    /// <summary>The name of the source, where the device has told one.</summary>
    public string? Name => _name;

    /// <summary>Where this event stands, for starting after it the next time.</summary>
    public Checkpoint Checkpoint => new(Device, Boot, Kind switch
    {
        EventKind.Boot => 0,
        EventKind.Lost => _sequence + _count - 1,
        _ => _sequence,
    });

    /// <summary>Temperature and measurements such as humidity: the value, in <see cref="Unit"/>.</summary>
    public double Value => CentiValue / 100.0;

    /// <summary>Temperature and measurements: the value in hundredths of <see cref="Unit"/>, as the device sent it.</summary>
    public int CentiValue => Kind == EventKind.Temperature || KindTable.IsMeasurement(Kind) ? _value : throw HasNo(nameof(Value));

    /// <summary>Temperature and measurements: the unit of the value, such as <c>°C</c>, <c>%</c> or <c>hPa</c>.</summary>
    public string Unit => KindTable.Of(Kind).Unit ?? throw HasNo(nameof(Unit));

    /// <summary>Temperature and threshold: degrees Celsius.</summary>
    public double Celsius => CentiCelsius / 100.0;

    /// <summary>Temperature and threshold: hundredths of a degree Celsius, as the device sent it.</summary>
    public int CentiCelsius => Kind is EventKind.Temperature or EventKind.Threshold ? _value : throw HasNo(nameof(Celsius));

    /// <summary>Motion: whether there is motion now.</summary>
    public bool Moving => Only(EventKind.Motion, nameof(Moving)) && Has(EventMarks.Flag);

    /// <summary>Threshold: the limit that was crossed, in degrees Celsius.</summary>
    public double Limit => LimitCentiCelsius / 100.0;

    /// <summary>Threshold: the limit that was crossed, in hundredths of a degree Celsius.</summary>
    public int LimitCentiCelsius => Only(EventKind.Threshold, nameof(Limit)) ? (int)_extent : 0;

    /// <summary>Threshold: whether it is the upper limit or the lower one.</summary>
    public ThresholdSide Side => Only(EventKind.Threshold, nameof(Side)) ? (ThresholdSide)_detail : default;

    /// <summary>Threshold: whether the temperature went beyond the limit or came back.</summary>
    public bool Entered => Only(EventKind.Threshold, nameof(Entered)) && Has(EventMarks.Flag);

    /// <summary>Chatter: how many edges. Lost: how many events; null where nobody can know.</summary>
    public long? Count => Kind switch
    {
        EventKind.Chatter => _count,
        EventKind.Lost => LossCause == NanoEvents.LossCause.Restart ? null : _count,
        _ => throw HasNo(nameof(Count)),
    };

    /// <summary>Chatter: the time of the first edge, known as <see cref="Time"/> is.</summary>
    public DateTimeOffset? First => Only(EventKind.Chatter, nameof(First)) ? Before(_extent) : null;

    /// <summary>Chatter: the time of the last edge, which is <see cref="Time"/>.</summary>
    public DateTimeOffset? Last => Only(EventKind.Chatter, nameof(Last)) ? Time : null;

    /// <summary>Fault: <c>no-answer</c>, <c>out-of-range</c>, or the number of a reason that this version does not know.</summary>
    public string Reason => Only(EventKind.Fault, nameof(Reason)) ? ReasonText(_detail) : "";

    /// <summary>Fault: whether it began or ended.</summary>
    public bool Began => Only(EventKind.Fault, nameof(Began)) && Has(EventMarks.Flag);

    /// <summary>
    /// Boot: <c>unknown</c>, <c>requested</c>, <c>timer</c>, <c>pin</c> or a number that this version does not know.
    /// Lost: <c>overflow</c>, <c>transit</c> or <c>restart</c>.
    /// </summary>
    public string Cause => Kind switch
    {
        EventKind.Boot => BootText(_detail),
        EventKind.Lost => LossText(LossCause),
        _ => throw HasNo(nameof(Cause)),
    };

    /// <summary>Lost: why.</summary>
    public LossCause LossCause => Only(EventKind.Lost, nameof(LossCause)) ? (LossCause)_detail : default;

    /// <summary>Lost: the first number that will not come.</summary>
    public uint From => Only(EventKind.Lost, nameof(From)) ? _sequence : 0;

    /// <summary>Boot: the version of the firmware; null where the device does not say.</summary>
    public string? Firmware => Only(EventKind.Boot, nameof(Firmware)) ? (string?)_more : null;

    /// <summary>The kind's number in the format; -1 for boot and lost, which are not sent as events.</summary>
    public int RawKind => Kind is EventKind.Boot or EventKind.Lost ? -1 : _rawKind;

    /// <summary>Unknown: the flag that every event has.</summary>
    public bool RawFlag => Only(EventKind.Unknown, nameof(RawFlag)) && Has(EventMarks.Flag);

    /// <summary>Unknown: its bytes, as they were sent.</summary>
    public ReadOnlyMemory<byte> Raw => Only(EventKind.Unknown, nameof(Raw)) ? (byte[]?)_more : default;

    private bool Has(EventMarks mark) => (_marks & mark) != 0;

    private bool Only(EventKind kind, string what) => Kind == kind ? true : throw HasNo(what);

    private InvalidOperationException HasNo(string what) =>
        new($"A {KindText(Kind)} event has no {what}. Look at Kind before asking.");

    private DateTimeOffset? Before(uint ticks)
    {
        long back = ticks * (TimeSpan.TicksPerMillisecond * BatchFormat.TickMs);
        return Time is { } time && time.UtcTicks > back ? time.AddTicks(-back) : null;
    }
}
