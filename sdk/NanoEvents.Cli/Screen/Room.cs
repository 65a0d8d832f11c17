using System.Globalization;
using NanoEvents.Cli.Output;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Screen;

/// <summary>The sources of one name: what they showed last, and their day.</summary>
internal sealed class Room(string name)
{
    private DayTrack? _measured;
    private DayTrack? _moved;
    private string _value = "";
    private string _limit = "";
    private string _fault = "";
    private string _motion = "no motion yet";
    private bool _isMoving;
    private Measurement? _measurement;
    private string _unit = "";

    public string Name => name;

    /// <summary>Makes room for a source that may not have shown anything yet.</summary>
    public void Expect(SourceType type)
    {
        if (type == SourceType.Thermometer)
        {
            _measured ??= new DayTrack();
        }
        else
        {
            _moved ??= new DayTrack();
        }
    }

    /// <summary>Takes an event of one of its sources.</summary>
    public void Put(in NanoEvent e)
    {
        DateTimeOffset at = e.Time ?? default;
        if (e.Kind == EventKind.Motion)
        {
            _isMoving = e.Moving == true;
            _motion = $"{(_isMoving ? "moving" : "still")} since {Clock(e.Time)}";
            (_moved ??= new DayTrack()).Put(at, _isMoving ? 1 : 0);
        }
        else if (e.Kind == EventKind.Fault)
        {
            _fault = e.Began == true ? $"{e.Reason} since {Clock(e.Time)}" : "";
            PutFault(e.Began == true, at);
        }
        else if (e.Kind == EventKind.Threshold)
        {
            _limit = e.Entered == true ? $"{(e.Side == ThresholdSide.High ? "above" : "below")} {Number(e.Limit)}" : "";
        }
        else if (e is { Measurement: { } measurement, Value: not null } && (_measurement ??= measurement) == measurement)
        {
            // A room has one bar: that of what was measured there first.
            (_value, _unit) = ($"{Number(e.Value)} {e.Unit}", e.Unit ?? "");
            (_measured ??= new DayTrack()).Put(at, e.Value);
        }
    }

    /// <summary>How many rows its panel has, if a bar of values has this many.</summary>
    public int Rows(int barRows) => 2 + (_measured == null ? 0 : 1 + barRows) + (_moved == null ? 0 : 1 + MotionRows(barRows));

    /// <summary>Draws its panel.</summary>
    public void Draw(Canvas canvas, int left, int top, int width, int height, int barRows, DemoStatus status)
    {
        DrawFrame(canvas, left, top, width, height);
        int row = top + 1;
        (int inside, int end) = (left + 2, left + width - 2);
        if (_measured != null)
        {
            (string text, Paint paint) = _fault.Length > 0 ? (_fault, Paint.Red) : _limit.Length > 0 ? ($"{_value}  {_limit}", Paint.Yellow) : (_value, Paint.Bright);
            canvas.Write(inside, row, text, paint, end);
            string range = _value.Length == 0 ? "" : $"{Number(_measured.Range.Low)} to {Number(_measured.Range.High)} {_unit}";
            if (inside + text.Length + 2 + range.Length <= end)
            {
                canvas.Write(end - range.Length, row, range, Paint.Dim, end);
            }

            row = DrawBar(canvas, _measured.Bar(end - inside, barRows, status.Now, status.AwaySince), inside, row + 1, Paint.Cyan);
        }

        if (_moved != null)
        {
            canvas.Write(inside, row, _motion, _isMoving ? Paint.Green : Paint.Plain, end);
            DrawBar(canvas, _moved.Bar(end - inside, MotionRows(barRows), status.Now, status.AwaySince), inside, row + 1, Paint.Green);
        }
    }

    /// <summary>The time of day, in UTC.</summary>
    public static string Clock(DateTimeOffset? time) => time?.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "--:--";

    // Beside a bar of values one row is enough.
    private int MotionRows(int barRows) => _measured == null ? barRows : 1;

    private void PutFault(bool began, DateTimeOffset at)
    {
        if (began)
        {
            (_measured ??= new DayTrack()).Put(at, null);
        }
    }

    private void DrawFrame(Canvas canvas, int left, int top, int width, int height)
    {
        canvas.Write(left, top, $"┌{new string('─', width - 2)}┐", Paint.Dim);
        canvas.Write(left + 2, top, $" {name} ", Paint.Plain, left + width - 2);
        for (int row = top + 1; row < top + height - 1; row++)
        {
            canvas.Write(left, row, "│", Paint.Dim);
            canvas.Write(left + width - 1, row, "│", Paint.Dim);
        }

        canvas.Write(left, top + height - 1, $"└{new string('─', width - 2)}┘", Paint.Dim);
        for (int hour = 0; hour < 24; hour += 6)
        {
            canvas.Write(left + 2 + (hour * (width - 4) / 24), top + height - 1, hour.ToString("00", CultureInfo.InvariantCulture), Paint.Dim);
        }
    }

    // What is not known, and what is wrong, stands out.
    private static int DrawBar(Canvas canvas, string[] rows, int left, int top, Paint paint)
    {
        foreach (string row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                canvas.Write(left + i, top, row[i].ToString(), row[i] switch
                {
                    '×' => Paint.Red,
                    '·' => Paint.Dim,
                    '▁' when paint == Paint.Green => Paint.Dim,
                    _ => paint,
                });
            }

            top++;
        }

        return top;
    }

    private static string Number(double? value) => value is { } known and < double.MaxValue and > double.MinValue ? known.ToString("0.00", CultureInfo.InvariantCulture) : "?";
}
