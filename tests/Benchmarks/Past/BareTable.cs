using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace NanoEvents.Benchmarks.Past;

/// <summary>SQLite with one table of events and nothing else: no summaries, no checkpoint, no losses.</summary>
internal sealed class BareTable : IDisposable
{
    /// <summary>How many events are written one by one.</summary>
    public const int OneByOne = 500;

    private const int InTransaction = 4096;

    private readonly SqliteConnection _connection;

    public BareTable(string path) => _connection = Open(path);

    public static double Write(string path, IEnumerable<NanoEvent> events) => Write(path, events, InTransaction);

    /// <returns>Transactions of one event a second.</returns>
    public static double WriteOneByOne(string path) => OneByOne / Write(path, PastStory.Tell(OneByOne), 1);

    public int DayOfADevice(int device, DateTimeOffset day) => Count(
        $"SELECT (time - {Ms(day)}) / 300000 AS step, min(value), max(value), avg(value), count(*) FROM event WHERE device = {device} AND kind = 0 AND time >= {Ms(day)} AND time < {Ms(day.AddDays(1))} GROUP BY step");

    public int MotionsByHour(DateTimeOffset day) => Count(
        $"""
        WITH RECURSIVE devices(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM devices WHERE id < {PastStory.Devices - 1})
        SELECT devices.id, time / 3600000 AS hour, sum(value) FROM devices JOIN event ON device = devices.id AND kind = 1 AND time >= {Ms(day)} AND time < {Ms(day.AddDays(1))} GROUP BY devices.id, hour
        """);

    public int EverythingByDay() => Count("SELECT device, kind, time / 86400000 AS day, min(value), max(value), avg(value), count(*) FROM event GROUP BY device, kind, day");

    public int AllByDay() => Count("SELECT time / 86400000 AS day, kind, count(*), min(value), max(value), sum(value) FROM event GROUP BY day, kind");

    public double Median(Func<BareTable, int> query, int rounds = 21)
    {
        if (rounds > 1)
        {
            query(this);
        }

        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            long began = Stopwatch.GetTimestamp();
            query(this);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[rounds / 2];
    }

    public void Dispose() => _connection.Dispose();

    private static double Write(string path, IEnumerable<NanoEvent> events, int inTransaction)
    {
        using SqliteConnection connection = Open(path);
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        Run(connection, "CREATE TABLE event (device INTEGER, kind INTEGER, time INTEGER, boot INTEGER, sequence INTEGER, value INTEGER, PRIMARY KEY (device, kind, time, boot, sequence)) WITHOUT ROWID");
        long began = Stopwatch.GetTimestamp();
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO event VALUES (@1, @2, @3, @4, @5, @6)";
        SqliteParameter[] values = [.. Enumerable.Range(1, 6).Select(i => insert.Parameters.Add($"@{i}", SqliteType.Integer))];
        foreach (NanoEvent[] list in events.Chunk(inTransaction))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (NanoEvent e in list)
            {
                values[0].Value = e.BootId - 1000;
                values[1].Value = (int)e.Kind;
                values[2].Value = e.Time!.Value.ToUnixTimeMilliseconds();
                values[3].Value = e.BootId;
                values[4].Value = e.Sequence;
                values[5].Value = e.Moving is { } moving ? (moving ? 1 : 0) : e.RawValue;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private int Count(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        int rows = 0;
        while (row.Read())
        {
            rows++;
        }

        return rows;
    }
}
