using System.Globalization;

namespace NanoEvents;

/// <summary>Events as lines of CSV (RFC 4180), for spreadsheets. What a column does not hold is empty.</summary>
internal static class EventCsv
{
    public const string Header = "time,clock,device,boot,sequence,kind,source,name,value,unit,detail";

    // A spreadsheet takes a text that begins with one of these for a formula.
    private const string FormulaStarts = "=+-@\t\r";

    private const string NeedsQuotes = ",\"\r\n";

    /// <summary>
    /// A line without its end. <c>value</c> is the measured value in <c>unit</c>, 1 or 0 for motion and states, and the count of a loss or of chatter;
    /// <c>sequence</c> of a loss is its first number. <c>detail</c> says the rest.
    /// </summary>
    public static string Line(in NanoEvent e) => string.Join(
        ',',
        e.Time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "",
        EventJson.NameOf(e.Clock),
        Text(e.Device),
        Number(e.BootId),
        Number(e.Sequence ?? e.From),
        Text(e.KindName),
        Number(e.Source),
        Text(e.Name ?? ""),
        Value(e),
        Text(e.Unit ?? ""),
        Text(Detail(e)));

    private static string Value(in NanoEvent e) =>
        e.Value is { } value && e.Measurement is { } measurement ? value.ToString("F" + Number(measurement.Decimals), CultureInfo.InvariantCulture)
        : (e.Moving ?? e.On) is { } on ? (on ? "1" : "0")
        : Number(e.Count);

    private static string Detail(in NanoEvent e) => e.Kind switch
    {
        EventKind.Threshold => string.Create(CultureInfo.InvariantCulture, $"{(e.Entered == true ? "beyond" : "back from")} {(e.Side == ThresholdSide.High ? "high" : "low")} limit {e.Limit}"),
        EventKind.Fault => $"{e.Reason} {(e.Began == true ? "began" : "ended")}",
        EventKind.Boot => $"cause {e.Cause}, firmware {e.Firmware ?? "not said"}",
        EventKind.Lost => e.Cause ?? "",
        EventKind.Unknown => $"kind {Number(e.RawKind)} {Hex.Write(e.Raw.GetValueOrDefault().Span)}",
        EventKind.Motion => e.Moving == true ? "moving" : "still",
        _ => e.On is { } on ? e.Condition!.Word(on) : "",
    };

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(string text)
    {
        string safe = text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(NeedsQuotes) < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
