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
    }

    /// <summary>Every kind, in the order of their numbers.</summary>
    public static IReadOnlyList<KindInfo> All { get; }

    /// <summary>The description of a kind.</summary>
    public static KindInfo Of(EventKind kind) => _byNumber[(int)kind];

    /// <summary>The kind with a name; null if this version has none.</summary>
    public static KindInfo? OfName(string? name) => All.FirstOrDefault(k => k.Name == name);

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
        new(EventKind.Threshold, "threshold", "A temperature went beyond a limit, or came back.",
        [
            Value(Measurement.Temperature),
            Measured(Measurement.Temperature, "limit", "The limit that was crossed", (in NanoEvent e) => e.RawLimit, EventFields.PutLimit),
            new("side", FieldType.Text, "Which limit it is", (in NanoEvent e) => e.Side == ThresholdSide.High ? "high" : "low", EventFields.PutSide)
            {
                OneOf = ["high", "low"],
            },
            Flag("entered", "Whether it went beyond the limit or came back", (in NanoEvent e) => e.Entered),
        ])
        {
            Content = "flag: entered; zigzag hundredths of °C, zigzag limit in hundredths of °C, u8 side (0 low, 1 high)",
            Measurement = Measurement.Temperature,
        },
        new(EventKind.Chatter, "chatter", "A motion sensor changed too often: many edges in one event.",
        [
            new("count", FieldType.Count, "How many edges", (in NanoEvent e) => e.Count, EventFields.PutCount),
            new("first", FieldType.Time, "The time of the first edge", (in NanoEvent e) => e.First, EventFields.PutFirst) { Absence = FieldAbsence.Null },
            new("last", FieldType.Time, "The time of the last edge", (in NanoEvent e) => e.Last, (_, _) => true) { Absence = FieldAbsence.Null },
        ])
        {
            Content = "varint count of edges, varint ticks from the first to the last",
        },
        new(EventKind.Fault, "fault", "A thermometer stopped answering sensibly, or does again.",
        [
            new("reason", FieldType.Text, "no-answer, out-of-range, or the number of a reason that is newer than the reader", (in NanoEvent e) => e.Reason, EventFields.PutReason),
            Flag("began", "Whether it began or ended", (in NanoEvent e) => e.Began),
        ])
        {
            Content = "flag: began; u8 reason (1 no-answer, 2 out-of-range)",
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
