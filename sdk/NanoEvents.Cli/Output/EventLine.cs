using System.Globalization;

namespace NanoEvents.Cli.Output;

/// <summary>An event as a line to read: when, where, what.</summary>
internal static class EventLine
{
    public static string Format(in NanoEvent e)
    {
        string where = e.Name is { Length: > 0 } name ? name : e.Source is { } source ? $"{(IsMotion(e) ? "motion" : "thermometer")} {source}" : "";
        return $"{When(e),-25} {Printable.Text(e.Device),-12} {Printable.Text(where),-14} {What(e)}";
    }

    /// <summary>The name of Spectre's colour for an event.</summary>
    public static string Colour(in NanoEvent e) => e.Kind switch
    {
        EventKind.Motion => e.Moving ? "green" : "grey",
        EventKind.Temperature => "white",
        _ when KindTable.Of(e.Kind).IsMeasurement => "white",
        EventKind.Threshold => "yellow",
        EventKind.Boot => "cyan",
        _ => "red",
    };

    private static bool IsMotion(in NanoEvent e) => e.Kind is EventKind.Motion or EventKind.Chatter;

    private static string When(in NanoEvent e)
    {
        if (e.Time is not { } time)
        {
            return "time unknown";
        }

        string text = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ff", CultureInfo.InvariantCulture);
        return e.Clock == ClockQuality.Estimated ? "~" + text : text;
    }

    private static string What(in NanoEvent e) => e.Kind switch
    {
        EventKind.Temperature => Celsius(e.Celsius),
        _ when KindTable.Of(e.Kind).IsMeasurement => string.Create(CultureInfo.InvariantCulture, $"{KindTable.Of(e.Kind).Name} {e.Value:0.00} {e.Unit}"),
        EventKind.Threshold => $"{(e.Entered ? "beyond" : "back from")} the {(e.Side == ThresholdSide.High ? "upper" : "lower")} limit of {Celsius(e.Limit)}: {Celsius(e.Celsius)}",
        EventKind.Motion => e.Moving ? "motion" : "still",
        EventKind.Chatter => string.Create(CultureInfo.InvariantCulture, $"chatter: {e.Count} edges since {e.First:HH:mm:ss}"),
        EventKind.Fault => e.Began ? $"fault: {e.Reason}" : $"fault over: {e.Reason}",
        EventKind.Boot => $"started, firmware {Printable.Text(e.Firmware ?? "unknown")}, cause {e.Cause}",
        EventKind.Lost => e.Count is { } count ? $"LOST {count} from number {e.From}: {e.Cause}" : $"LOST an unknown number from {e.From}: {e.Cause}",
        _ => $"kind {e.RawKind}, which this version does not know: {Convert.ToHexStringLower(e.Raw.Span)}",
    };

    private static string Celsius(double celsius) => string.Create(CultureInfo.InvariantCulture, $"{celsius:0.00} °C");
}
