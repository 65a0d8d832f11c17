using System.Globalization;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>
/// Reads a trace from CSV: <c>timestamp</c>, then columns ending in <c>_Temp</c> (°C) and <c>_PIR</c> (0 or 1). Other columns are passed over.
/// </summary>
public sealed class TraceFile
{
    private static readonly string[] _timeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK",
    ];

    // No trace has so many columns; a file that is none may be one endless line.
    private const int MaxCharsALine = 16384;

    private readonly string _path;
    private readonly TextReader _reader;
    private readonly LineReader _lines;
    private readonly int _fields;
    private readonly List<int> _fieldOfColumn = [];
    private readonly List<TraceColumn> _columns = [];

    private TraceFile(string path, TextReader reader)
    {
        _path = path;
        _reader = reader;
        _lines = new LineReader(reader, MaxCharsALine);
        string[] header = (ReadLine(0) ?? throw new TraceException($"{Show(path)} is empty: the first line must be a header such as timestamp,Hall_Temp,Hall_PIR")).Split(',');
        _fields = header.Length;
        if (header[0].Trim() != "timestamp")
        {
            throw Bad(1, $"the first column must be 'timestamp', not '{Show(header[0])}'; give a CSV file with a header such as timestamp,Hall_Temp,Hall_PIR");
        }

        for (int i = 1; i < header.Length; i++)
        {
            AddColumn(header[i].Trim(), i);
        }

        if (_columns.Count == 0)
        {
            throw Bad(1, "no column ends in _Temp or _PIR; name a column for each sensor, such as Hall_Temp or Hall_PIR");
        }
    }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="TraceException">The file cannot be read, or its header is wrong.</exception>
    public static Trace Open(string path)
    {
        try
        {
            return Read(path, new StreamReader(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TraceException($"{Show(path)}: {Why(path, e)}");
        }
    }

    /// <summary>Reads a trace from text.</summary>
    /// <param name="path">The name to show in messages.</param>
    /// <param name="reader">The text; closed when the last row has been read, or where the header is wrong.</param>
    /// <exception cref="TraceException">The header is wrong.</exception>
    public static Trace Read(string path, TextReader reader)
    {
        try
        {
            TraceFile file = new(path, reader);
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

    private void AddColumn(string name, int field)
    {
        SourceType type;
        string suffix;
        if (name.EndsWith("_Temp", StringComparison.Ordinal))
        {
            (type, suffix) = (SourceType.Thermometer, "_Temp");
        }
        else if (name.EndsWith("_PIR", StringComparison.Ordinal))
        {
            (type, suffix) = (SourceType.MotionSensor, "_PIR");
        }
        else
        {
            return;
        }

        int source = _columns.Count(column => column.Type == type);
        if (source == BatchFormat.MaxSources)
        {
            throw Bad(1, $"more than {BatchFormat.MaxSources} columns end in {suffix}; leave some out");
        }

        string shortName = name[..^suffix.Length];
        bool isName = System.Text.Encoding.UTF8.GetByteCount(shortName) <= BatchFormat.MaxNameBytes && !shortName.Any(char.IsControl);
        _columns.Add(new TraceColumn(type, source, isName ? shortName : string.Empty));
        _fieldOfColumn.Add(field);
    }

    private IEnumerable<TraceRow> Rows()
    {
        using TextReader reader = _reader;
        int[] values = new int[_columns.Count];
        Range[] ranges = new Range[_fields + 1];
        long lastTicks = long.MinValue;
        int line = 1;
        int blank = 0;
        while (ReadLine(line) is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                // Blank lines at the end are nobody's mistake.
                blank = blank == 0 ? line : blank;
                continue;
            }

            if (blank != 0)
            {
                throw BadData(blank, "the line is empty");
            }

            long ticks = ParseLine(text, line, ranges, values);
            if (ticks < lastTicks)
            {
                throw BadData(line, $"the time {Show(text[ranges[0]])} is before the one in the line above");
            }

            lastTicks = ticks;
            yield return new TraceRow(ticks, values);
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

    private long ParseLine(string text, int line, Range[] ranges, int[] values)
    {
        int found = text.AsSpan().Split(ranges, ',');
        if (found != _fields)
        {
            throw BadData(line, $"{Count(text)} columns instead of {_fields}");
        }

        long ticks = ParseTime(text.AsSpan(ranges[0]), line);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<char> field = text.AsSpan(ranges[_fieldOfColumn[i]]).Trim();
            values[i] = _columns[i].Type == SourceType.Thermometer ? ParseCelsius(field, line) : ParseMotion(field, line);
        }

        return ticks;
    }

    private long ParseTime(ReadOnlySpan<char> field, int line)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(field.Trim(), _timeFormats, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time))
        {
            throw BadData(line, $"'{Show(field.ToString())}' is not a time such as 2017-12-22T10:49:41");
        }

        if (time.Year < 2000)
        {
            throw BadData(line, $"the time {Show(field.ToString())} is before the year 2000");
        }

        // A batch says the time in ticks of 40 bits, which end in 2318.
        if (time.Year > 2299)
        {
            throw BadData(line, $"the time {Show(field.ToString())} is after the year 2299");
        }

        return (time.UtcTicks - DateTime.UnixEpoch.Ticks) / (BatchFormat.TickMs * TimeSpan.TicksPerMillisecond);
    }

    private int ParseCelsius(ReadOnlySpan<char> field, int line)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(field, Styles, CultureInfo.InvariantCulture, out decimal celsius))
        {
            throw BadData(line, $"'{Show(field.ToString())}' is not a temperature in °C");
        }

        // Far outside of what a thermometer can show it makes no difference how far.
        decimal centi = Math.Clamp(celsius, -10000, 10000) * 100;
        return (int)Math.Round(centi, MidpointRounding.AwayFromZero);
    }

    private int ParseMotion(ReadOnlySpan<char> field, int line) => field switch
    {
        "0" => 0,
        "1" => 1,
        _ => throw BadData(line, $"'{Show(field.ToString())}' is not 0 or 1"),
    };

    private TraceException BadData(int line, string why) => Bad(line, $"{why}; correct the line or remove it");

    private TraceException Bad(int line, string why) => new($"{Show(_path)} line {line}: {why}");

    private static int Count(string text) => text.Count(c => c == ',') + 1;

    // What stands in a file may be anything, terminal escape codes included.
    private static string Show(string text)
    {
        string shown = text.Length > 80 ? text[..80] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
