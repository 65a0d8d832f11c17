using System.Globalization;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A trace that is made while it is read, line by line, and calls back now and then.</summary>
internal sealed class GeneratedTrace(int rows, int every, Action atEvery) : TextReader
{
    private static readonly DateTime _start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private int _line;
    private string _text = string.Empty;
    private int _next;

    public override int Read(char[] buffer, int index, int count)
    {
        if (_next == _text.Length)
        {
            _text = Line() is { } line ? line + "\n" : string.Empty;
            _next = 0;
        }

        int taken = Math.Min(count, _text.Length - _next);
        _text.CopyTo(_next, buffer, index, taken);
        _next += taken;
        return taken;
    }

    private string? Line()
    {
        int row = _line++ - 1;
        if (row < 0)
        {
            return "timestamp,A_Temp,B_Temp,A_PIR";
        }

        if (row % every == 0)
        {
            atEvery();
        }

        return row >= rows ? null : string.Create(CultureInfo.InvariantCulture, $"{_start.AddSeconds(row):s},{20 + (row % 7)},{row % 50 * 0.1},{row / 3 % 2}");
    }
}
