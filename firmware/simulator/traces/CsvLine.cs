using System.Text;

namespace NanoEvents.Simulator;

/// <summary>The cells of a line of CSV. Quotation marks around a cell are no part of it; a doubled one in it is one.</summary>
/// <param name="separator">The separator between cells.</param>
/// <param name="maxCells">How many cells are kept; further ones are only counted.</param>
internal sealed class CsvLine(char separator, int maxCells)
{
    private readonly Range[] _cells = new Range[maxCells + 1];
    private readonly StringBuilder _unquoted = new();
    private string _text = string.Empty;

    /// <summary>How many cells the line has.</summary>
    public int Count { get; private set; }

    /// <summary>A cell without the blanks around it.</summary>
    public ReadOnlySpan<char> this[int index] => _text.AsSpan(_cells[index]).Trim();

    /// <summary>What separates the cells of a file with this header: a comma, a semicolon or a tabulator, whichever comes after the first cell.</summary>
    public static char SeparatorOf(string header)
    {
        int start = header.StartsWith('"') ? header.IndexOf('"', 1) + 1 : 0;
        int end = header.AsSpan(start).IndexOfAny(",;\t");
        return end < 0 ? ',' : header[start + end];
    }

    /// <summary>Takes a line; false if a quotation mark is not closed on it.</summary>
    public bool TrySplit(string line)
    {
        Count = 0;
        if (line.Contains('"', StringComparison.Ordinal))
        {
            return TrySplitQuoted(line);
        }

        _text = line;
        int start = 0;
        for (int end = line.IndexOf(separator, StringComparison.Ordinal); end >= 0; end = line.IndexOf(separator, start))
        {
            Add(start, end);
            start = end + 1;
        }

        Add(start, line.Length);
        return true;
    }

    private bool TrySplitQuoted(string line)
    {
        bool isQuoted = false;
        int start = 0;
        _unquoted.Clear();
        for (int i = 0; i < line.Length; i++)
        {
            bool isMark = line[i] == '"';
            if (isMark && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                i++;
            }
            else if (isMark)
            {
                isQuoted = !isQuoted;
                continue;
            }
            else if (line[i] == separator && !isQuoted)
            {
                Add(start, _unquoted.Length);
                start = _unquoted.Length;
                continue;
            }

            _unquoted.Append(line[i]);
        }

        Add(start, _unquoted.Length);
        _text = _unquoted.ToString();
        return !isQuoted;
    }

    private void Add(int start, int end)
    {
        if (Count < _cells.Length)
        {
            _cells[Count] = start..end;
        }

        Count++;
    }
}
