using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// All kinds of event, and the JSON fields of each. JSON is written and read by this table, and the AsyncAPI document is made from it.
/// </summary>
/// <remarks>A measurement is described in <see cref="Measurement"/>; it is not repeated here.</remarks>
internal static class KindTable
{
    private static readonly KindInfo[] _byNumber = new KindInfo[(int)EventKind.Unknown + 1];

    static KindTable()
    {
        All = [.. Forms().Concat(Measurement.All.Select(Form)).OrderBy(k => k.Kind)];
        foreach (KindInfo kind in All)
        {
            _byNumber[(int)kind.Kind] = kind;
        }

        for (int number = BatchFormat.FirstPrivateMeasurement; number <= BatchFormat.LastPrivate; number++)
        {
            _byNumber[number] = BatchFormat.IsPrivateState(number) ? PrivateCondition : PrivateMeasurement;
        }
    }

    /// <summary>Every official kind, in the order of their numbers.</summary>
    public static IReadOnlyList<KindInfo> All { get; }

    /// <summary>The description of a kind.</summary>
    public static KindInfo Of(EventKind kind) => _byNumber[(int)kind];

    /// <summary>The kind with a name; null if this version has none.</summary>
    public static KindInfo? OfName(string? name) => All.FirstOrDefault(k => k.Name == name);

    /// <summary>The form of every measurement from the private range; its name is that of the measurement.</summary>
    public static KindInfo PrivateMeasurement { get; } = new(
        (EventKind)BatchFormat.FirstPrivateMeasurement, "measurement", "A measurement of your own moved by at least its deadband.",
        [
            new("number", FieldType.Count, "The kind's number, 128 to 191", (in NanoEvent e) => (long?)e.RawKind, EventFields.PutAboutMeasurement),
            PlainValue(FieldAbsence.Never),
            PlainUnit(FieldAbsence.Never),
        ])
    {
        Content = "zigzag steps of the measurement's resolution",
    };

    /// <summary>The form of every state from the private range; its name is that of the state.</summary>
    public static KindInfo PrivateCondition { get; } = new(
        (EventKind)BatchFormat.FirstPrivateState, "condition", "A state of your own went on or off.",
        [
            new("number", FieldType.Count, "The kind's number, 192 to 254", (in NanoEvent e) => (long?)e.RawKind, EventFields.PutAboutCondition),
            Flag("on", "Whether it is on now", (in NanoEvent e) => e.On),
            new("state", FieldType.Text, "The word for that", (in NanoEvent e) => e.On is { } on ? e.Condition!.Word(on) : null, EventFields.PutState),
        ])
    {
        Content = "flag: on; no content",
    };

    private static KindInfo Form(Measurement measurement) => new(
        measurement.Kind,
        measurement.Name,
        measurement == Measurement.Temperature ? "A temperature moved by at least the deadband." : $"{measurement.Description} moved by at least its deadband.",
        [Value(measurement)])
    {
        Content = measurement == Measurement.Temperature
            ? "short form; flag: fell; varint of the hundredths of °C that it moved from the same source's last temperature in this batch"
            : $"zigzag hundredths of {measurement.Unit}",
        Measurement = measurement,
    };

    private static IEnumerable<KindInfo> Forms() =>
    [
        new(EventKind.Motion, "motion", "Motion began or ended.",
        [
            Flag("moving", "Whether there is motion now", (in NanoEvent e) => e.Moving),
        ])
        {
            Content = "short form; flag: moving; nothing follows",
        },
        new(EventKind.Threshold, "threshold", "A measured value went beyond a limit, or came back. A temperature is in celsius; of and the fields after it tell any other measurement.",
        [
            Value(Measurement.Temperature) with
            {
                Read = (in NanoEvent e) => e.About == EventKind.Temperature ? Measurement.Temperature.ExactFromRaw(e.RawValue) : null,
                Put = (parts, value) => value is null || (Measurement.Temperature.TryToRaw((decimal)value, out int raw) && EventFields.PutValue(parts, raw)),
                Absence = FieldAbsence.LeftOut,
            },
            .. About("measurement", EventFields.PutAboutMeasurement),
            PlainValue(FieldAbsence.LeftOut),
            PlainUnit(FieldAbsence.LeftOut),
            new("limit", FieldType.Measured, "The limit that was crossed, in the unit of the value", (in NanoEvent e) => e.Measurement!.ExactFromRaw(e.RawLimit), EventFields.PutLimit),
            new("side", FieldType.Text, "Which limit it is", (in NanoEvent e) => e.Side == ThresholdSide.High ? "high" : "low", EventFields.PutSide)
            {
                OneOf = ["high", "low"],
            },
            Flag("entered", "Whether it went beyond the limit or came back", (in NanoEvent e) => e.Entered),
        ])
        {
            Content = "flag: entered; zigzag hundredths of °C, zigzag limit in hundredths of °C, u8 side (0 low, 1 high). Number 8, for any other measurement: u8 number of the measurement, zigzag steps, zigzag limit in steps, u8 side",
            Measurement = Measurement.Temperature,
        },
        new(EventKind.Chatter, "chatter", "A motion sensor, or a state of your own, changed too often: many edges in one event.",
        [
            .. About("state", EventFields.PutAboutCondition),
            new("count", FieldType.Count, "How many edges", (in NanoEvent e) => e.Count, EventFields.PutCount),
            new("first", FieldType.Time, "The time of the first edge", (in NanoEvent e) => e.First, EventFields.PutFirst) { Absence = FieldAbsence.Null },
            new("last", FieldType.Time, "The time of the last edge", (in NanoEvent e) => e.Last, (_, _) => true) { Absence = FieldAbsence.Null },
        ])
        {
            Content = "varint count of edges, varint ticks from the first to the last. Number 11, for a state of your own: u8 number of the state before that",
        },
        new(EventKind.Fault, "fault", "A sensor stopped answering sensibly, or does again.",
        [
            .. About("measurement", EventFields.PutAboutMeasurement),
            new("reason", FieldType.Text, "no-answer, out-of-range, or the number of a reason that is newer than the reader", (in NanoEvent e) => e.Reason, EventFields.PutReason),
            Flag("began", "Whether it began or ended", (in NanoEvent e) => e.Began),
        ])
        {
            Content = "flag: began; u8 reason (1 no-answer, 2 out-of-range). Number 10, for any other sensor: u8 number of its kind before that",
            Measurement = Measurement.Temperature,
        },
        new(EventKind.Boot, "boot", "The device started.",
        [
            new("cause", FieldType.Text, "unknown, requested, timer, pin, watchdog, or the number of a cause that is newer than the reader", (in NanoEvent e) => e.Cause, EventFields.PutBootCause),
            new("firmware", FieldType.Text, "The version of the firmware", (in NanoEvent e) => e.Firmware, EventFields.PutFirmware)
            {
                Absence = FieldAbsence.Null,
            },
        ]),
        new(EventKind.Lost, "lost", "Events that will not come.",
        [
            new("from", FieldType.Count, "The first sequence number that will not come", (in NanoEvent e) => (long?)e.From, EventFields.PutFrom),
            new("count", FieldType.Count, "How many; absent if unknown", (in NanoEvent e) => e.Count, EventFields.PutCount) { Absence = FieldAbsence.LeftOut },
            new("cause", FieldType.Text, "Why", (in NanoEvent e) => e.Cause, EventFields.PutLossCause) { OneOf = ["overflow", "transit", "restart", "refused"] },
        ]),
        new(EventKind.Unknown, "unknown", "A kind that is newer than the reader.",
        [
            new("number", FieldType.Count, "The kind's number in the format", (in NanoEvent e) => (long?)e.RawKind, EventFields.PutNumber),
            Flag("flag", "The flag that every event has", (in NanoEvent e) => e.RawFlag),
            new("raw", FieldType.Text, "Its bytes as they were sent, in hex", (in NanoEvent e) => Hex.Write(e.Raw.GetValueOrDefault().Span), EventFields.PutRaw),
        ]),
    ];

    // Which kind it is, unless it is that of every device: temperature or motion.
    private static KindField[] About(string what, FieldWriter put) =>
    [
        new("of", FieldType.Text, $"The name of the {what}; absent for a thermometer and a motion sensor", (in NanoEvent e) => AboutNumber(e) is null ? null : AboutName(e), EventFields.PutAboutName)
        {
            Absence = FieldAbsence.LeftOut,
        },
        new("number", FieldType.Count, $"The number of the {what}", (in NanoEvent e) => AboutNumber(e), put) { Absence = FieldAbsence.LeftOut },
    ];

    private static long? AboutNumber(in NanoEvent e) => e.About is EventKind.Temperature or EventKind.Motion ? null : (long)e.About;

    private static string? AboutName(in NanoEvent e) => e.Condition?.Name ?? e.Measurement?.Name;

    private static KindField PlainValue(FieldAbsence absence) => new(
        "value", FieldType.Measured, "The value, in the unit", (in NanoEvent e) => IsPlain(e) ? e.Measurement!.ExactFromRaw(e.RawValue) : null, EventFields.PutPlainValue)
    {
        Absence = absence,
    };

    private static KindField PlainUnit(FieldAbsence absence) => new(
        "unit", FieldType.Text, "The unit of the value", (in NanoEvent e) => IsPlain(e) ? e.Unit : null, EventFields.PutUnit)
    { Absence = absence };

    private static bool IsPlain(in NanoEvent e) => e.Measurement is not null && e.About != EventKind.Temperature;

    private static KindField Flag(string name, string summary, FieldReader read) =>
        new(name, FieldType.Flag, summary, read, EventFields.PutFlag);

    private static KindField Value(Measurement measurement) =>
        Measured(measurement, measurement.JsonName, measurement.Description, (in NanoEvent e) => e.RawValue, EventFields.PutValue);

    private static KindField Measured(Measurement measurement, string name, string summary, RawReader read, Func<EventParts, int, bool> put) => new(
        name,
        FieldType.Measured,
        summary,
        (in NanoEvent e) => measurement.ExactFromRaw(read(e)),
        (parts, value) => measurement.TryToRaw((decimal)value!, out int raw) && put(parts, raw))
    {
        Unit = measurement.Unit,
    };

    private delegate int RawReader(in NanoEvent e);
}
