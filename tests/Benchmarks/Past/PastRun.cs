using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NanoEvents.History;

namespace NanoEvents.Benchmarks.Past;

/// <summary>
/// `history`: a year of 100 devices in the history, and in SQLite with the same table of events and nothing else: how fast they are written, how large
/// they are, and what queries cost.
/// </summary>
internal static class PastRun
{
    private const int ListSize = 64;
    private const int InFlight = 64;
    private const int QueryRounds = 21;

    public static async Task<int> StartAsync(string[] args)
    {
        int events = args is ["--events", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 10_000_000;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("history");
        try
        {
            Machine.Print();
            Console.WriteLine($"{events:N0} events of {PastStory.Devices} devices in {PastStory.Days} days");
            Console.WriteLine();
            string bare = Path.Combine(folder.FullName, "bare.db");
            string full = Path.Combine(folder.FullName, "full.db");
            double bareSeconds = BareTable.Write(bare, PastStory.Tell(events));
            double fullSeconds = await WriteAsync(full, PastStory.Tell(events));
            Say("written, events a second", events / fullSeconds, events / bareSeconds);
            Say("bytes an event", Size(full) / (double)events, Size(bare) / (double)events);
            Say("each write awaited, writes a second", await AwaitedAsync(Path.Combine(folder.FullName, "one.db")), BareTable.WriteOneByOne(Path.Combine(folder.FullName, "bare-one.db")));
            using EventHistory history = new(full);
            using BareTable table = new(bare);
            DateTimeOffset day = PastStory.Start.AddDays(PastStory.Days / 2);
            Say("a day of a device in steps of 5 minutes, ms", await MedianAsync(() => history.ReadSeriesAsync("device7", "temperature/0", day, day.AddDays(1), 288)), table.Median(t => t.DayOfADevice(7, day)));
            Say("motions by hour on a day, all devices, ms", await MedianAsync(() => MotionsAsync(history, day)), table.Median(t => t.MotionsByHour(day)));
            Say("everything by day, all devices, ms", await MedianAsync(() => EverythingAsync(history)), table.Median(t => t.EverythingByDay(), rounds: 1));
            Say("the same over all devices, in SQL, ms", table.Median(_ => DaysInSql(full)), table.Median(t => t.AllByDay(), rounds: 1));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> WriteAsync(string path, IEnumerable<NanoEvent> events)
    {
        await using HistoryEventSink sink = new(new HistoryOptions { Path = path });
        await sink.LoadAsync(default);
        long began = Stopwatch.GetTimestamp();
        Queue<Task> writes = new();
        foreach (NanoEvent[] list in events.Chunk(ListSize))
        {
            if (writes.Count == InFlight)
            {
                await writes.Dequeue();
            }

            writes.Enqueue(sink.WriteAsync(list, default));
        }

        await Task.WhenAll(writes);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Nothing is on its way beside it: each write waits for the disk.
    private static async Task<double> AwaitedAsync(string path)
    {
        await using HistoryEventSink sink = new(new HistoryOptions { Path = path });
        await sink.LoadAsync(default);
        long began = Stopwatch.GetTimestamp();
        foreach (NanoEvent e in PastStory.Tell(BareTable.OneByOne))
        {
            await sink.WriteAsync([e], default);
        }

        return BareTable.OneByOne / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<int> MotionsAsync(EventHistory history, DateTimeOffset day)
    {
        int points = 0;
        for (int device = 0; device < PastStory.Devices; device++)
        {
            points += (await history.ReadSeriesAsync($"device{device}", "motion/0", day, day.AddDays(1), 24)).Count;
        }

        return points;
    }

    private static async Task<int> EverythingAsync(EventHistory history)
    {
        int points = 0;
        foreach (HistorySource source in await history.ReadSourcesAsync())
        {
            points += (await history.ReadSeriesAsync(source.Device, source.Key, PastStory.Start, PastStory.Start.AddDays(PastStory.Days), PastStory.Days)).Count;
        }

        return points;
    }

    // The file is the user's: any program may query it.
    private static int DaysInSql(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT start, kind, sum(count), min(low), max(high), sum(sum), 0 FROM day JOIN series ON series.id = series GROUP BY start, kind
            UNION ALL SELECT start, kind, sum(count), 0, 0, 0, sum(milliseconds) FROM dayOn JOIN series ON series.id = series GROUP BY start, kind
            """;
        using SqliteDataReader row = command.ExecuteReader();
        int rows = 0;
        while (row.Read())
        {
            rows++;
        }

        return rows;
    }

    private static async Task<double> MedianAsync<T>(Func<Task<T>> query)
    {
        await query();
        double[] times = new double[QueryRounds];
        for (int i = 0; i < times.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await query();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }

    private static long Size(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        return new FileInfo(path).Length;
    }

    private static void Say(string what, double history, double bare) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-46} history {history,12:N2}   bare table {bare,12:N2}   {history / bare,8:N3}"));
}
