using System.Globalization;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <content>Events as text for people.</content>
public readonly partial struct NanoEvent
{
    /// <summary>One readable line: time, device, number, source and what happened.</summary>
    public override string ToString() =>
        string.Join(' ', TimeText(), Device.Length == 0 ? "-" : Device, NumberText(), KindName, What());

    internal static string ReasonText(int reason) => reason switch
    {
        (int)FaultReason.NoAnswer => "no-answer",
        (int)FaultReason.OutOfRange => "out-of-range",
        _ => reason.ToString(CultureInfo.InvariantCulture),
    };

    internal static bool TryParseReason(string text, out byte reason) => TryFind(text, ReasonText, out reason);

    internal static bool TryParseBootCause(string text, out byte cause) => TryFind(text, BootText, out cause);

    internal static bool TryParseLossCause(string text, out byte cause) => TryFind(text, number => LossText((LossCause)number), out cause);

    // The number that is written in this way.
    private static bool TryFind(string text, Func<int, string> write, out byte number)
    {
        for (int i = 0; i <= byte.MaxValue; i++)
        {
            if (write(i) == text)
            {
                number = (byte)i;
                return true;
            }
        }

        number = 0;
        return false;
    }

    private static string BootText(int cause) => cause switch
    {
        (int)BootCause.Unknown => "unknown",
        (int)BootCause.Requested => "requested",
        (int)BootCause.Timer => "timer",
        (int)BootCause.Pin => "pin",
        (int)BootCause.Watchdog => "watchdog",
        _ => cause.ToString(CultureInfo.InvariantCulture),
    };

    private static string LossText(LossCause cause) => cause switch
    {
        NanoEvents.LossCause.Overflow => "overflow",
        NanoEvents.LossCause.Transit => "transit",
        NanoEvents.LossCause.Refused => "refused",
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
        EventKind.Motion => $"{SourceText()} {(Has(EventMarks.Flag) ? "moving" : "still")}",
        EventKind.Threshold => $"{AboutText()}{SourceText()} {InUnit(_value)} {(Has(EventMarks.Flag) ? "beyond" : "back from")} {Side} limit {InUnit(RawLimit)}",
        EventKind.Chatter => $"{AboutText()}{SourceText()} {_count} edges",
        EventKind.Fault => $"{AboutText()}{SourceText()} {Reason} {(Has(EventMarks.Flag) ? "began" : "ended")}",
        EventKind.Boot => $"cause {Cause}, firmware {Firmware ?? "not said"}",
        EventKind.Lost => LossCause == NanoEvents.LossCause.Restart ? $"from #{_sequence}: restart" : $"{_count} from #{_sequence}: {Cause}",
        EventKind.Unknown => $"kind {RawKind} {SourceText()} {Hex.Write(Raw.GetValueOrDefault().Span)}",
        _ when On is { } on => $"{SourceText()} {Condition!.Word(on)}",
        _ => $"{SourceText()} {InUnit(_value)}",
    };

    // Which sensor, where the kind does not say it.
    private string AboutText() => About is EventKind.Temperature or EventKind.Motion ? "" : $"{_more} ";

    private string SourceText() => _name ?? _source.ToString(CultureInfo.InvariantCulture);

    private string InUnit(int raw) => Measurement is { } measurement ? $"{measurement.Text(raw)} {measurement.Unit}" : "";
}
