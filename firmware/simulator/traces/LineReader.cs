using System.Text;

namespace NanoEvents.Simulator;

/// <summary>Reads lines of text up to a length: a file without line ends does not fill the memory.</summary>
/// <param name="reader">The text.</param>
/// <param name="maxChars">A longer line is cut here; the rest is skipped.</param>
public sealed class LineReader(TextReader reader, int maxChars)
{
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[4096];
    private int _next;
    private int _end;
    private bool _isAfterReturn;

    /// <summary>Whether the last line was longer; the next reading skips the rest of it.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next line without its end; null if there is none.</summary>
    public string? Read()
    {
        while (IsCut)
        {
            IsCut = TryNext(out char c) && !IsEnd(c);
        }

        _line.Clear();
        bool hasAny = false;
        while (!IsCut && TryNext(out char c))
        {
            hasAny = true;
            if (IsEnd(c))
            {
                return _line.ToString();
            }

            IsCut = _line.Length == maxChars;
            _line.Append(c);
        }

        return hasAny ? _line.ToString(0, Math.Min(_line.Length, maxChars)) : null;
    }

    private bool IsEnd(char c)
    {
        _isAfterReturn = c == '\r';
        return c is '\n' or '\r';
    }

    private bool TryNext(out char c)
    {
        bool hasOne = TryNextOfAll(out c);

        // A return and a newline are one end.
        bool isSecondOfTwo = c == '\n' && _isAfterReturn;
        _isAfterReturn = false;
        return isSecondOfTwo ? TryNextOfAll(out c) : hasOne;
    }

    private bool TryNextOfAll(out char c)
    {
        if (_next == _end)
        {
            _next = 0;
            _end = reader.Read(_buffer, 0, _buffer.Length);
        }

        c = _end > 0 ? _buffer[_next++] : default;
        return _end > 0;
    }
}
