using System.Globalization;
using System.Text;

namespace NanoEvents.Cli.Screen;

/// <summary>A rectangle of characters with colours. What does not fit is cut.</summary>
internal sealed class Canvas
{
    private readonly char[] _characters;
    private readonly Paint[] _paints;

    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        _characters = new char[width * height];
        _paints = new Paint[width * height];
        Array.Fill(_characters, ' ');
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Writes a text from a column on, at most to the column <paramref name="end"/>; the first column is 0.</summary>
    public void Write(int column, int row, string text, Paint paint = Paint.Plain, int end = int.MaxValue)
    {
        end = Math.Min(end, Width);
        if (row < 0 || row >= Height)
        {
            return;
        }

        for (int i = 0; i < text.Length && column + i < end; i++)
        {
            bool isCut = column + i == end - 1 && i < text.Length - 1;
            _characters[(row * Width) + column + i] = isCut ? '…' : Narrow(text[i]);
            _paints[(row * Width) + column + i] = paint;
        }
    }

    /// <summary>A row in pieces of one colour.</summary>
    public IEnumerable<(Paint Paint, string Text)> Pieces(int row)
    {
        int end = (row + 1) * Width;
        for (int start = row * Width; start < end;)
        {
            int next = start;
            while (next < end && _paints[next] == _paints[start])
            {
                next++;
            }

            yield return (_paints[start], new string(_characters, start, next - start));
            start = next;
        }
    }

    /// <summary>A row as a terminal gets it.</summary>
    public string Ansi(int row, bool hasColour)
    {
        StringBuilder line = new();
        foreach ((Paint paint, string text) in Pieces(row))
        {
            line.Append(hasColour ? string.Create(CultureInfo.InvariantCulture, $"\e[{(int)paint}m{text}\e[0m") : text);
        }

        return line.ToString();
    }

    /// <summary>The rows without colours, and without blanks at their ends.</summary>
    public override string ToString() =>
        string.Concat(Enumerable.Range(0, Height).Select(row => new string(_characters, row * Width, Width).TrimEnd() + "\n"));

    // Each character must take one column. Those of East Asia take two, marks take none.
    private static char Narrow(char character) =>
        char.IsSurrogate(character) || character is >= '\u1100' and < '\u1160' or >= '\u2e80'
            || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control
            ? '?' : character;
}
