using System.Globalization;
using System.Text.Json;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>
/// What the rules of a trace give for it, worked out from its text alone: a temperature when it has moved by 0.10 °C from the one last raised, a motion
/// when its column changes, in the order of columns. An event is a line: number, kind, source, value and time.
/// </summary>
internal sealed class ExpectedEvents
{
    private const int Deadband = 10;

    private readonly List<string> _events = [];
    private readonly Dictionary<int, int> _last = [];

    public static List<string> Of(string csv)
    {
        ExpectedEvents expected = new();
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] header = lines[0].Split(',');
        foreach (string line in lines.Skip(1))
        {
            expected.AddRow(header, line.Split(','));
        }

        return expected._events;
    }

    /// <summary>The same of what the program printed; boot and summary are not numbered and left out.</summary>
    public static List<string> Printed(IEnumerable<string> jsonLines)
    {
        List<string> events = [];
        foreach (string line in jsonLines)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement e = json.RootElement;
            string kind = e.GetProperty("kind").GetString()!;
            if (kind is not ("boot" or "summary"))
            {
                JsonElement value = e.GetProperty(kind == "motion" ? "moving" : "celsius");
                events.Add($"{e.GetProperty("sequence")} {kind} {e.GetProperty("source")} {value.GetRawText()} {e.GetProperty("time").GetString()}");
            }
        }

        return events;
    }

    private void AddRow(string[] header, string[] fields)
    {
        int thermometer = 0;
        int pin = 0;
        for (int i = 1; i < header.Length; i++)
        {
            if (header[i].EndsWith("_Temp", StringComparison.Ordinal))
            {
                AddTemperature(i, thermometer++, fields[i], fields[0]);
            }
            else if (header[i].EndsWith("_PIR", StringComparison.Ordinal))
            {
                AddMotion(i, pin++, fields[i], fields[0]);
            }
        }
    }

    private void AddTemperature(int column, int source, string field, string time)
    {
        decimal celsius = decimal.Round(decimal.Parse(field, CultureInfo.InvariantCulture), 2, MidpointRounding.AwayFromZero);
        int centi = (int)(celsius * 100);
        if (!_last.TryGetValue(column, out int last) || Math.Abs(centi - last) >= Deadband)
        {
            _last[column] = centi;
            Add("temperature", source, celsius.ToString("0.00", CultureInfo.InvariantCulture), time);
        }
    }

    private void AddMotion(int column, int source, string field, string time)
    {
        int level = field == "1" ? 1 : 0;
        if (_last.TryGetValue(column, out int last) && last != level)
        {
            Add("motion", source, level == 1 ? "true" : "false", time);
        }

        _last[column] = level;
    }

    private void Add(string kind, int source, string value, string timestamp)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        DateTime time = DateTime.Parse(timestamp, CultureInfo.InvariantCulture, Utc);
        string text = time.AddTicks(-(time.Ticks % (10 * TimeSpan.TicksPerMillisecond))).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _events.Add($"{_events.Count + 1} {kind} {source} {value} {text}");
    }
}
