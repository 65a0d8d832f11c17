using System.Reflection;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// All kinds of event, and what each says as JSON. The `--json` output is written from this table and the AsyncAPI document is made from it.
/// </summary>
/// <remarks>
/// A measurement stands in <see cref="EventKind"/> alone, with its <see cref="MeasurementAttribute"/>; it is not repeated here.
/// </remarks>
public static class KindTable
{
    private const string Celsius = "°C";
    private static readonly KindInfo[] _byNumber = new KindInfo[(int)EventKind.Unknown + 1];

    static KindTable()
    {
        All = [.. Forms(), .. Measurements()];
        foreach (KindInfo kind in All)
        {
            _byNumber[(int)kind.Kind] = kind;
        }
    }

    /// <summary>Every kind, in the order of their numbers.</summary>
    public static IReadOnlyList<KindInfo> All { get; }

    /// <summary>What there is to know about a kind.</summary>
    public static KindInfo Of(EventKind kind) => _byNumber[(int)kind];

    /// <summary>The kind with a number of the format; unknown where this version has none.</summary>
    internal static EventKind OfNumber(int number) => _byNumber[number] is { } known ? known.Kind : EventKind.Unknown;

    /// <summary>Whether a kind's content is one value in hundredths of its unit.</summary>
    internal static bool IsMeasurement(EventKind kind) => _byNumber[(int)kind] is { IsMeasurement: true };

    private static IEnumerable<KindInfo> Measurements() =>
        from field in typeof(EventKind).GetFields(BindingFlags.Public | BindingFlags.Static)
        let measurement = field.GetCustomAttribute<MeasurementAttribute>()
        where measurement is not null
        select new KindInfo(
            (EventKind)(int)field.GetRawConstantValue()!,
            field.Name.ToLowerInvariant(),
            $"{measurement.What} moved by at least its deadband.",
            [Hundredths(measurement.JsonName, measurement.Unit, measurement.What, (in NanoEvent e) => e.CentiValue)])
        {
            Content = $"zigzag hundredths of {measurement.Unit}",
            Unit = measurement.Unit,
            IsMeasurement = true,
        };

    private static IEnumerable<KindInfo> Forms() =>
    [
        new(EventKind.Temperature, "temperature", "A temperature moved by at least the deadband.",
        [
            Hundredths("celsius", Celsius, "The temperature", (in NanoEvent e) => e.CentiCelsius),
        ])
        {
            Content = "short form; flag: fell; varint of the hundredths of °C that it moved from the same source's last temperature in this batch",
            Unit = Celsius,
        },
        new(EventKind.Motion, "motion", "Motion began or ended.",
        [
            new("moving", FieldType.Flag, "Whether there is motion now", (in NanoEvent e) => e.Moving),
        ])
        {
            Content = "short form; flag: moving; nothing follows",
        },
        new(EventKind.Threshold, "threshold", "A temperature went beyond a limit, or came back.",
        [
            Hundredths("celsius", Celsius, "The temperature", (in NanoEvent e) => e.CentiCelsius),
            Hundredths("limit", Celsius, "The limit that was crossed", (in NanoEvent e) => e.LimitCentiCelsius),
            new("side", FieldType.Text, "Which limit it is", (in NanoEvent e) => e.Side == ThresholdSide.High ? "high" : "low") { OneOf = ["high", "low"] },
            new("entered", FieldType.Flag, "Whether it went beyond the limit or came back", (in NanoEvent e) => e.Entered),
        ])
        {
            Content = "flag: entered; zigzag hundredths of °C, zigzag limit in hundredths of °C, u8 side (0 low, 1 high)",
        },
        new(EventKind.Chatter, "chatter", "A motion sensor changed too often: many edges in one event.",
        [
            new("count", FieldType.Count, "How many edges", (in NanoEvent e) => e.Count),
            new("first", FieldType.Time, "The time of the first edge", (in NanoEvent e) => e.First) { Absence = FieldAbsence.Null },
            new("last", FieldType.Time, "The time of the last edge", (in NanoEvent e) => e.Last) { Absence = FieldAbsence.Null },
        ])
        {
            Content = "varint count of edges, varint ticks from the first to the last",
        },
        new(EventKind.Fault, "fault", "A thermometer stopped answering sensibly, or does again.",
        [
            new("reason", FieldType.Text, "no-answer, out-of-range, or the number of a reason that is newer than the reader", (in NanoEvent e) => e.Reason),
            new("began", FieldType.Flag, "Whether it began or ended", (in NanoEvent e) => e.Began),
        ])
        {
            Content = "flag: began; u8 reason (1 no-answer, 2 out-of-range)",
        },
        new(EventKind.Boot, "boot", "The device started.",
        [
            new("cause", FieldType.Text, "unknown, requested, timer, pin, or the number of a cause that is newer than the reader", (in NanoEvent e) => e.Cause),
            new("firmware", FieldType.Text, "The version of the firmware", (in NanoEvent e) => e.Firmware) { Absence = FieldAbsence.Null },
        ]),
        new(EventKind.Lost, "lost", "Events that will not come.",
        [
            new("from", FieldType.Count, "The first sequence number that will not come", (in NanoEvent e) => (long)e.From),
            new("count", FieldType.Count, "How many; absent if unknown", (in NanoEvent e) => e.Count) { Absence = FieldAbsence.LeftOut },
            new("cause", FieldType.Text, "Why", (in NanoEvent e) => e.Cause) { OneOf = ["overflow", "transit", "restart"] },
        ]),
        new(EventKind.Unknown, "unknown", "A kind that is newer than the reader.",
        [
            new("number", FieldType.Count, "The kind's number in the format", (in NanoEvent e) => (long)e.RawKind),
            new("flag", FieldType.Flag, "The flag that every event has", (in NanoEvent e) => e.RawFlag),
            new("raw", FieldType.Text, "Its bytes as they were sent, in hex", (in NanoEvent e) => Convert.ToHexStringLower(e.Raw.Span)),
        ]),
    ];

    private static KindField Hundredths(string name, string unit, string what, CentiReader read) =>
        new(name, FieldType.Hundredths, what, (in NanoEvent e) => Decimal(read(e))) { Unit = unit };

    // Two decimals, also where they are zero.
    private static decimal Decimal(int hundredths) => new((int)(uint)Math.Abs((long)hundredths), 0, 0, hundredths < 0, 2);

    private delegate int CentiReader(in NanoEvent e);
}
