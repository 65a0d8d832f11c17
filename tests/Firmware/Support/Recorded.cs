using System.Globalization;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>The recorded trace beside the repository, and what the rules of a trace give for it, computed from the text alone.</summary>
internal static class Recorded
{
    private const string Relative = "../shared/data/room-occupancy.csv";
    private const int Deadband = 10;

    /// <summary>The file; the test is skipped where it is absent.</summary>
    public static string Path()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root != null && !File.Exists(System.IO.Path.Combine(root.FullName, "nf.sln")))
        {
            root = root.Parent;
        }

        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root?.FullName ?? ".", Relative));
        if (!File.Exists(path))
        {
            Assert.Skip($"the recorded data is not there: {Relative}");
        }

        return path;
    }

    /// <summary>The rows of the file, each with an array of its own.</summary>
    public static Trace Loaded()
    {
        Trace trace = TraceFile.Open(Path());
        TraceRow[] rows = [.. trace.Rows.Select(row => new TraceRow(row.Ticks, [.. row.Values]))];
        return trace with { Rows = rows };
    }

    /// <summary>
    /// The temperature and motion events of a trace, in the order in which they are raised; times in ticks since 1970. A temperature is raised when it has
    /// moved by the deadband from the value last raised, a motion when its column changes.
    /// </summary>
    public static List<BatchEvent> Events(string csv)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] header = lines[0].Split(',');
        int?[] last = new int?[header.Length];
        List<BatchEvent> events = [];
        foreach (string[] fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            long ticks = Ticks(fields[0]);
            int thermometer = 0;
            int pin = 0;
            for (int i = 1; i < header.Length; i++)
            {
                if (header[i].EndsWith("_Temp", StringComparison.Ordinal))
                {
                    AddTemperature(events, thermometer++, ticks, Centi(fields[i]), ref last[i]);
                }
                else if (header[i].EndsWith("_PIR", StringComparison.Ordinal))
                {
                    AddMotion(events, pin++, ticks, fields[i] == "1" ? 1 : 0, ref last[i]);
                }
            }
        }

        return events;
    }

    private static void AddTemperature(List<BatchEvent> events, int source, long ticks, int centi, ref int? last)
    {
        if (last == null || Math.Abs(centi - last.Value) >= Deadband)
        {
            events.Add(BatchEvent.Temperature(source, ticks, centi));
            last = centi;
        }
    }

    private static void AddMotion(List<BatchEvent> events, int source, long ticks, int level, ref int? last)
    {
        if (last != null && last != level)
        {
            events.Add(BatchEvent.Motion(source, ticks, level == 1));
        }

        last = level;
    }

    private static long Ticks(string timestamp) =>
        (DateTime.Parse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal) - DateTime.UnixEpoch).Ticks / 100_000;

    // Half away from zero: the text is cut after the third digit and rounded by hand.
    private static int Centi(string celsius)
    {
        bool isNegative = celsius.StartsWith('-');
        string[] parts = celsius.TrimStart('-').Split('.');
        string digits = (parts.Length == 2 ? parts[1] : string.Empty).PadRight(3, '0');
        int centi = (int.Parse(parts[0], CultureInfo.InvariantCulture) * 100) + int.Parse(digits[..2], CultureInfo.InvariantCulture) + (digits[2] >= '5' ? 1 : 0);
        return isNegative ? -centi : centi;
    }
}
