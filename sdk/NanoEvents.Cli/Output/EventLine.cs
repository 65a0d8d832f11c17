using System.Globalization;

namespace NanoEvents.Cli.Output;

/// <summary>An event as a line to read: when, where, what.</summary>
internal static class EventLine
{
    public static string Format(in NanoEvent e) => $"{WhenAndDevice(e)} {Where(e)} {What(e)}";

    /// <summary>The first two columns. Times are UTC, and say so.</summary>
    public static string WhenAndDevice(in NanoEvent e) => $"{When(e),-24} {Printable.Text(e.Device),-10}";

    /// <summary>The third: the source's name, or its type and number.</summary>
    public static string Where(in NanoEvent e)
    {
        string where = e.Name is { Length: > 0 } name ? name : e.Source is { } source ? $"{TypeText(e)} {source}" : "";
        return $"{Printable.Text(where),-14}";
    }

    /// <summary>The last: what happened.</summary>
    public static string What(in NanoEvent e) => e.Kind switch
    {
        EventKind.Temperature => Measured(e, e.Value),
        EventKind.Threshold => $"{About(e)}{(e.Entered == true ? "beyond" : "back from")} the {(e.Side == ThresholdSide.High ? "upper" : "lower")} limit of {Measured(e, e.Limit)}: {Measured(e, e.Value)}",
        EventKind.Motion => e.Moving == true ? "moving" : "still",
        EventKind.Chatter => $"{About(e)}chatter: {e.Count} edges{(e.First is { } first ? $" since {first.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "")}",
        EventKind.Fault => e.Began == true ? $"{About(e)}fault: {e.Reason}" : $"{About(e)}fault over: {e.Reason}",
        EventKind.Boot => $"started, firmware {Printable.Text(e.Firmware ?? "unknown")}, cause {e.Cause}",
        EventKind.Lost => e.Count is { } count ? $"LOST {count} from number {e.From} on: {e.Cause}" : $"LOST an unknown number from number {e.From} on: {e.Cause}",
        _ when e.On is { } on => $"{e.Condition} {Printable.Text(e.Condition!.Word(on))}",
        _ when e.Measurement is not null => $"{e.Measurement} {Measured(e, e.Value)}",
        _ => $"kind {e.RawKind}, unknown to this version: {(e.Raw is { IsEmpty: false } raw ? Convert.ToHexStringLower(raw.Span) : "no content")}",
    };

    /// <summary>The name of Spectre's colour for an event.</summary>
    public static string Colour(in NanoEvent e) => e.Kind switch
    {
        EventKind.Motion => e.Moving == true ? "green" : "grey",
        EventKind.Temperature => "white",
        _ when e.On is { } on => on ? "green" : "grey",
        _ when e.Kind != EventKind.Threshold && e.Value is not null => "white",
        EventKind.Threshold => "yellow",
        EventKind.Boot => "cyan",
        _ => "red",
    };

    private static string TypeText(in NanoEvent e) => e.SourceType switch
    {
        SourceType.Thermometer => "thermometer",
        SourceType.MotionSensor => "motion",
        _ => e.Condition?.Name ?? e.Measurement?.Name ?? "source",
    };

    private static string When(in NanoEvent e)
    {
        if (e.Time is not { } time)
        {
            return "time unknown";
        }

        string text = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ff'Z'", CultureInfo.InvariantCulture);
        return e.Clock == ClockQuality.Estimated ? "~" + text : text;
    }

    private static string Measured(in NanoEvent e, double? value) => value is { } known ? $"{known.ToString("F" + e.Measurement!.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)} {Printable.Text(e.Unit ?? "")}" : "";

    // Which sensor, unless it is a thermometer or a motion sensor.
    private static string About(in NanoEvent e) =>
        e.About is EventKind.Temperature or EventKind.Motion ? "" : $"{e.Condition?.Name ?? e.Measurement?.Name} ";
}
