namespace NanoEvents.Cli.Screen;

/// <summary>A source's values over a day, in slots of five minutes. No event means that the value has not changed.</summary>
internal sealed class DayTrack
{
    private const int Slots = 24 * 12;
    private const string Bars = "▁▂▃▄▅▆▇█";

    // The highest value of each slot, so that a motion of a few seconds is seen, and its last.
    private readonly double?[] _values = new double?[Slots];
    private readonly double?[] _ends = new double?[Slots];
    private readonly bool[] _faults = new bool[Slots];
    private DateOnly _day;
    private double? _before;
    private double? _last;

    /// <summary>The lowest and the highest value of the day.</summary>
    public (double Low, double High) Range { get; private set; } = (double.MaxValue, double.MinValue);

    /// <summary>Takes a value; null for a source that does not answer. Events of a past day change nothing.</summary>
    public void Put(DateTimeOffset at, double? value)
    {
        DateOnly day = DateOnly.FromDateTime(at.UtcDateTime);
        if (day < _day)
        {
            return;
        }

        if (day > _day)
        {
            (_day, _before) = (day, _last);
            Array.Clear(_values);
            Array.Clear(_ends);
            Array.Clear(_faults);
            Range = (_last ?? double.MaxValue, _last ?? double.MinValue);
        }

        int slot = SlotOf(at);
        _last = value ?? _last;
        _faults[slot] |= value == null;
        if (value is { } known)
        {
            _values[slot] = Math.Max(known, _values[slot] ?? known);
            _ends[slot] = known;
            Range = (Math.Min(Range.Low, known), Math.Max(Range.High, known));
        }
    }

    /// <summary>The day as bars, a character for each column and row. Blank: still to come. A point: not known yet. A cross: a fault.</summary>
    public string[] Bar(int width, int height, DateTimeOffset? now, DateTimeOffset? knownUntil)
    {
        char[][] rows = [.. Enumerable.Range(0, height).Select(_ => new string(' ', width).ToCharArray())];
        double?[] carried = Carried();
        int last = _day == default ? -1 : SlotUpTo(now);
        int known = SlotUpTo(knownUntil);
        for (int column = 0; column < width; column++)
        {
            (int from, int until) = (column * Slots / width, (column + 1) * Slots / width);
            double?[] values = [.. carried[from..until].Where((value, i) => from + i <= known && value != null)];
            if (from <= last)
            {
                Fill(rows, column, values.Length == 0 ? null : values.Max(), _faults.AsSpan(from, until - from).Contains(true));
            }
        }

        return [.. rows.Select(row => new string(row))];
    }

    private void Fill(char[][] rows, int column, double? value, bool isFault)
    {
        if (value is not { } known || isFault)
        {
            rows[^1][column] = isFault ? '×' : '·';
            return;
        }

        double span = Math.Max(Range.High - Range.Low, 0.01);
        int level = Range.High < Range.Low ? 0 : (int)Math.Round((known - Range.Low) / span * ((rows.Length * Bars.Length) - 1));
        for (int i = 0; i < rows.Length && level >= i * Bars.Length; i++)
        {
            rows[rows.Length - 1 - i][column] = Bars[Math.Min(level - (i * Bars.Length), Bars.Length - 1)];
        }
    }

    private double?[] Carried()
    {
        double?[] carried = new double?[Slots];
        double? value = _before;
        for (int i = 0; i < Slots; i++)
        {
            carried[i] = _values[i] ?? value;
            value = _ends[i] ?? value;
        }

        return carried;
    }

    // All of the day if it is over.
    private int SlotUpTo(DateTimeOffset? time) => time is not { } at ? Slots
        : DateOnly.FromDateTime(at.UtcDateTime) is var day && day > _day ? Slots
        : day < _day ? -1 : SlotOf(at);

    private static int SlotOf(DateTimeOffset at) => (int)(at.UtcDateTime.TimeOfDay.TotalMinutes / (24 * 60) * Slots);
}
