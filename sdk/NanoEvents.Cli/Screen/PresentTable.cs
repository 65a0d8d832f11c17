using System.Globalization;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Screen;

/// <summary>The present values of all devices as a table: a row for each source. A value that may no longer hold is dim, and the row says why.</summary>
internal static class PresentTable
{
    private static readonly string[] _head = ["DEVICE", "SOURCE", "VALUE", "SINCE (UTC)", ""];

    /// <summary>Draws the table; what does not fit is counted in the last row.</summary>
    public static Canvas Draw(IEnumerable<DeviceState> states, DateTimeOffset now, int width, int height)
    {
        List<Row> rows = [.. states.OrderBy(s => s.Device, StringComparer.Ordinal).SelectMany(state => Rows(state, now))];
        int[] columns = new int[_head.Length];
        int left = 1;
        for (int i = 0; i < _head.Length; i++)
        {
            columns[i] = left;
            left += Math.Max(_head[i].Length, rows.Count == 0 ? 0 : rows.Max(row => row.Cells[i].Length)) + 2;
        }

        Canvas canvas = new(width, height);
        Write(canvas, 0, columns, _head, [.. _head.Select(_ => Paint.Dim)]);
        int shown = rows.Count <= height - 1 ? rows.Count : height - 2;
        for (int i = 0; i < shown; i++)
        {
            Write(canvas, i + 1, columns, rows[i].Cells, rows[i].Paints);
        }

        if (rows.Count == 0)
        {
            canvas.Write(1, 1, "No device has told anything yet.", Paint.Dim, width);
        }
        else if (shown < rows.Count)
        {
            canvas.Write(1, height - 1, $"{rows.Count - shown} more: a larger window shows them", Paint.Yellow, width);
        }

        return canvas;
    }

    private static void Write(Canvas canvas, int row, int[] columns, string[] cells, Paint[] paints)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            canvas.Write(columns[i], row, cells[i], paints[i], i + 1 < cells.Length ? columns[i + 1] - 1 : canvas.Width);
        }
    }

    private static IEnumerable<Row> Rows(DeviceState state, DateTimeOffset now)
    {
        string device = Printable.Text(state.Device);
        string away = Away(state, now);
        IEnumerable<(string Source, string Value, DateTimeOffset? Time, ClockQuality Clock, string Fault, bool IsOn)> values = state.Sources.SelectMany(Values);
        bool isEmpty = true;
        foreach ((string source, string value, DateTimeOffset? time, ClockQuality clock, string fault, bool isOn) in values)
        {
            isEmpty = false;
            string why = string.Join(", ", ((string[])[fault, away]).Where(text => text.Length > 0));
            Paint paint = why.Length > 0 ? Paint.Dim : isOn ? Paint.Green : Paint.Bright;
            yield return new Row([device, source, value, When(time, clock), why], [Paint.Plain, Paint.Plain, paint, Paint.Dim, fault.Length > 0 ? Paint.Red : Paint.Yellow]);
        }

        if (isEmpty)
        {
            yield return new Row([device, "", "", "", away], [Paint.Plain, Paint.Plain, Paint.Plain, Paint.Dim, Paint.Yellow]);
        }
    }

    private static IEnumerable<(string Source, string Value, DateTimeOffset? Time, ClockQuality Clock, string Fault, bool IsOn)> Values(SourceState source)
    {
        string fault = source.Fault is { } reason ? $"fault: {Printable.Text(reason)}" : "";
        string name = Printable.Text(source.Name is { Length: > 0 } given ? given : NumberOf(source));
        foreach (Reading reading in source.Readings)
        {
            string value = reading.Value.ToString("F" + reading.Measurement.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            string what = reading.Measurement == Measurement.Temperature ? "" : $"{reading.Measurement} ";
            yield return (name, $"{what}{value} {Printable.Text(reading.Measurement.Unit)}", reading.Time, reading.Clock, fault, false);
        }

        if (source.Moving is { } moving)
        {
            yield return (name, moving ? "moving" : "still", source.Time, source.Clock, fault, moving);
        }
        else if (source.On is { } on && source.Condition is { } condition)
        {
            yield return (name, $"{condition} {Printable.Text(condition.Word(on))}", source.Time, source.Clock, fault, on);
        }
        else if (source.Readings.Count == 0 && fault.Length > 0)
        {
            yield return (name, "", source.Time, source.Clock, fault, false);
        }
    }

    private static string NumberOf(SourceState source) => string.Create(CultureInfo.InvariantCulture, $"{TypeOf(source)} {source.Source}");

    private static string TypeOf(SourceState source) => source.Type switch
    {
        SourceType.Thermometer => "thermometer",
        SourceType.MotionSensor => "motion",
        _ => source.Condition?.Name ?? (source.Readings.Count > 0 ? source.Readings[0].Measurement.Name : "source"),
    };

    private static string Away(DeviceState state, DateTimeOffset now) =>
        state.Online == false ? "offline"
        : state.LastSeen is { } seen && now - seen > state.LongestSilence ? string.Create(CultureInfo.InvariantCulture, $"silent since {seen.UtcDateTime:HH:mm}")
        : state.ClashingBoots.Count > 0 ? "two boards have this name"
        : "";

    private static string When(DateTimeOffset? time, ClockQuality clock) => time is { } known
        ? (clock == ClockQuality.Estimated ? "~" : "") + known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "unknown";

    private sealed record Row(string[] Cells, Paint[] Paints);
}
