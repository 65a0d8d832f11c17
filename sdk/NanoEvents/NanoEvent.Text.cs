using System.Globalization;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <content>Events as people read them.</content>
public readonly partial struct NanoEvent
{
    /// <summary>One readable line: time, device, number, source and what happened.</summary>
    public override string ToString() =>
        string.Join(' ', TimeText(), Device.Length == 0 ? "-" : Device, NumberText(), KindText(Kind), What());

    internal static string KindText(EventKind kind) => KindTable.Of(kind).Name;

    internal static string ReasonText(int reason) => reason switch
    {
        (int)FaultReason.NoAnswer => "no-answer",
        (int)FaultReason.OutOfRange => "out-of-range",
        _ => reason.ToString(CultureInfo.InvariantCulture),
    };

    private static string BootText(int cause) => cause switch
    {
        (int)BootCause.Unknown => "unknown",
        (int)BootCause.Requested => "requested",
        (int)BootCause.Timer => "timer",
        (int)BootCause.Pin => "pin",
        _ => cause.ToString(CultureInfo.InvariantCulture),
    };

    private static string LossText(LossCause cause) => cause switch
    {
        LossCause.Overflow => "overflow",
        LossCause.Transit => "transit",
        _ => "restart",
    };

    private string TimeText() => (Time, Clock) switch
    {
        ({ } time, ClockQuality.Estimated) => "~" + Iso(time),
        ({ } time, _) => Iso(time),
        _ => "(no time)",
    };

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private string NumberText() => Has(EventMarks.Numbered) ? $"#{_sequence}" : "#-";

    private string What() => Kind switch
    {
        EventKind.Temperature => $"{SourceText()} {Degrees(_value)}",
        EventKind.Motion => $"{SourceText()} {(Moving ? "moving" : "still")}",
        EventKind.Threshold => $"{SourceText()} {Degrees(_value)} {(Entered ? "beyond" : "back from")} {Side} limit {Degrees(LimitCentiCelsius)}",
        EventKind.Chatter => $"{SourceText()} {_count} edges",
        EventKind.Fault => $"{SourceText()} {Reason} {(Began ? "began" : "ended")}",
        EventKind.Boot => $"cause {Cause}, firmware {Firmware ?? "not said"}",
        EventKind.Lost => LossCause == LossCause.Restart ? $"from #{_sequence}: restart" : $"{_count} from #{_sequence}: {Cause}",
        _ when KindTable.IsMeasurement(Kind) => $"{SourceText()} {Hundredths(_value)} {Unit}",
        _ => $"kind {RawKind} {SourceText()} {Convert.ToHexStringLower(Raw.Span)}",
    };

    private string SourceText() => _name ?? _source.ToString(CultureInfo.InvariantCulture);

    private static string Degrees(int centi) => Hundredths(centi) + " °C";

    private static string Hundredths(int value) => (value / 100.0).ToString("0.00", CultureInfo.InvariantCulture);
}
