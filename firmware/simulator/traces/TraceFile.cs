using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>
/// Reads a trace from CSV: <c>timestamp</c>, then columns ending in <c>_Temp</c> (°C) and <c>_PIR</c> (0 or 1), or in the name of another quantity or
/// state of the <see cref="SensorTable"/>, such as <c>_Humidity</c>. Other columns are ignored. A hole, such as an empty cell or <c>NaN</c>, is a sensor that
/// does not answer, or a pin of which nothing is known.
/// </summary>
public sealed class TraceFile
{
    private const char ByteOrderMark = '\uFEFF';

    // A limit for a file that is no trace and may be one endless line.
    private const int MaxCharsALine = 16384;

    private readonly string _path;
    private readonly TextReader _reader;
    private readonly LineReader _lines;
    private readonly CsvLine _cells;
    private readonly string[] _names;
    private readonly TraceTime _time;
    private readonly List<int> _cellOfColumn = [];
    private readonly List<TraceColumn> _columns = [];

    private TraceFile(string path, TextReader reader, TimeZoneInfo? zone)
    {
        _path = path;
        _reader = reader;
        _lines = new LineReader(reader, MaxCharsALine);
        _time = new TraceTime(zone ?? TimeZoneInfo.Utc);
        string header = ReadLine(0)?.TrimStart(ByteOrderMark)
            ?? throw new TraceException($"{Show(path)} is empty: the first line must be a header such as timestamp,Hall_Temp,Hall_PIR");
        char separator = CsvLine.SeparatorOf(header);
        _cells = new CsvLine(separator, header.Count(c => c == separator) + 1);
        Split(header, 1);
        _names = [.. Enumerable.Range(0, _cells.Count).Select(i => _cells[i].ToString())];
        CheckFirst(_names[0]);
        for (int i = 1; i < _names.Length; i++)
        {
            AddColumn(_names[i], i);
        }

        if (_columns.Count == 0)
        {
            throw Bad(1, "no column ends in _Temp or _PIR; name a column for each sensor, such as Hall_Temp or Hall_PIR");
        }
    }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="zone">Where times without an offset were read off a clock; null for UTC.</param>
    /// <exception cref="TraceException">The file cannot be read, or its header is wrong.</exception>
    public static Trace Open(string path, TimeZoneInfo? zone = null)
    {
        try
        {
            return Read(path, new StreamReader(path, TraceEncoding.Utf8OrLatin1), zone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TraceException($"{Show(path)}: {Why(path, e)}");
        }
    }

    /// <summary>Reads a trace from text.</summary>
    /// <param name="path">The name to show in messages.</param>
    /// <param name="reader">The text; closed when the last row has been read, or if the header is wrong.</param>
    /// <param name="zone">Where times without an offset were read off a clock; null for UTC.</param>
    /// <exception cref="TraceException">The header is wrong.</exception>
    public static Trace Read(string path, TextReader reader, TimeZoneInfo? zone = null)
    {
        try
        {
            TraceFile file = new(path, reader, zone);
            return new Trace(file._columns, file.Rows());
        }
        catch (TraceException)
        {
            reader.Dispose();
            throw;
        }
    }

    private static string Why(string path, Exception e) => e switch
    {
        ArgumentException => "not the name of a file; give the path of a CSV file",
        FileNotFoundException or DirectoryNotFoundException => "no such file; check the path",
        _ when Directory.Exists(path) => "a directory; give the path of a CSV file",
        UnauthorizedAccessException => "may not be read by this account; check its permissions",
        _ => e.Message,
    };

    private void CheckFirst(string name)
    {
        if (name == "timestamp")
        {
            return;
        }

        throw Bad(1, name.Replace("\0", "", StringComparison.Ordinal).StartsWith("timestamp", StringComparison.Ordinal)
            ? "the file looks like UTF-16 without a mark that says so; save it as UTF-8"
            : $"the first column must be 'timestamp', not '{Show(name)}'; give a CSV file with a header such as timestamp,Hall_Temp,Hall_PIR");
    }

    private void AddColumn(string name, int cell)
    {
        if (TraceSuffix.Of(name) is not { } found)
        {
            return;
        }

        (SourceType type, string suffix) = found;
        int source = _columns.Count(column => column.Type == type);
        if (source == BatchFormat.MaxSources)
        {
            throw Bad(1, $"more than {BatchFormat.MaxSources} columns end in {suffix}; leave some out");
        }

        string shortName = name[..^suffix.Length];
        bool isName = System.Text.Encoding.UTF8.GetByteCount(shortName) <= BatchFormat.MaxNameBytes && !shortName.Any(char.IsControl);
        _columns.Add(new TraceColumn(type, source, isName ? shortName : string.Empty));
        _cellOfColumn.Add(cell);
    }

    private IEnumerable<TraceRow> Rows()
    {
        using TextReader reader = _reader;
        int[] values = new int[_columns.Count];
        int line = 1;
        int blank = 0;
        while (ReadLine(line) is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                // Blank lines at the end are allowed.
                blank = blank == 0 ? line : blank;
                continue;
            }

            if (blank != 0)
            {
                throw BadData(blank, "the line is empty");
            }

            ParseLine(text, line, values);
            yield return new TraceRow(_time.Ticks, values);
        }
    }

    private string? ReadLine(int line)
    {
        try
        {
            string? text = _lines.Read();
            return _lines.IsCut ? throw Bad(line + 1, $"the line is longer than {MaxCharsALine} characters; is this a CSV file?") : text;
        }
        catch (Exception e) when (e is IOException or System.Text.DecoderFallbackException)
        {
            throw Bad(line + 1, e.Message);
        }
    }

    private void ParseLine(string text, int line, int[] values)
    {
        Split(text, line);
        if (_cells.Count != _names.Length)
        {
            throw BadData(line, $"{_cells.Count} columns instead of {_names.Length}");
        }

        if (_time.Read(_cells[0]) is { Length: > 0 } why)
        {
            throw BadData(line, $"'{Show(_cells[0].ToString())}' {why}");
        }

        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<char> cell = _cells[_cellOfColumn[i]];
            int decimals = TraceSuffix.DecimalsOf(_columns[i].Type);
            bool isLevel = decimals == TraceSuffix.Level;
            if (isLevel ? TraceCell.TryReadLevel(cell, out values[i]) : TraceCell.TryReadSteps(cell, decimals, out values[i]))
            {
                continue;
            }

            values[i] = isLevel ? TraceRow.Silent : TraceRow.NoAnswer;
            if (!TraceCell.IsHole(cell))
            {
                string what = isLevel ? "not 0 or 1" : _columns[i].Type == SourceType.Thermometer ? "not a temperature in °C, such as 20.5" : "not a number, such as 20.5";
                throw Bad(line, $"column {Show(_names[_cellOfColumn[i]])}: '{Show(cell.ToString())}' is {what}; correct it, or leave the cell empty where the sensor said nothing");
            }
        }
    }

    private void Split(string text, int line)
    {
        if (!_cells.TrySplit(text))
        {
            throw BadData(line, "a quotation mark is not closed");
        }
    }

    private TraceException BadData(int line, string why) => Bad(line, $"{why}; correct the line or remove it");

    private TraceException Bad(int line, string why) => new($"{Show(_path)} line {line}: {why}");

    // A file may contain anything, even terminal escape codes.
    private static string Show(string text)
    {
        string shown = text.Length > 80 ? text[..80] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
