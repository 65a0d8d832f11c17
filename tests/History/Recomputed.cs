using Microsoft.Data.Sqlite;

namespace NanoEvents.History.Tests;

/// <summary>The summaries of a file, calculated again in the plainest way from its events.</summary>
internal static class Recomputed
{
    private sealed record Row(long Series, bool IsState, long Device, int Boot, long Time, long Sequence, int Value);

    /// <summary>Compares the summaries in the file with those that its events make.</summary>
    public static void Check(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Dictionary<(long, long, long), long[]> expected = [];
        foreach (IGrouping<long, Row> series in Readings(connection).GroupBy(r => r.Series))
        {
            Add(expected, [.. series], Losses(connection));
        }

        Dictionary<(long, long, long), long[]> actual = [];
        Read(
            connection,
            """
            SELECT 3600 AS span, series, start, count, low, high, sum, 0 FROM hour UNION ALL SELECT 86400, series, start, count, low, high, sum, 0 FROM day
            UNION ALL SELECT 3600, series, start, count, 0, 0, 0, milliseconds FROM hourOn UNION ALL SELECT 86400, series, start, count, 0, 0, 0, milliseconds FROM dayOn
            """,
            row => actual[(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))] = [row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)]);

        Assert.Equal(expected.OrderBy(e => e.Key).Select(Text), actual.Where(a => a.Value.Any(v => v != 0)).OrderBy(a => a.Key).Select(Text));
    }

    private static string Text(KeyValuePair<(long, long, long), long[]> entry) => $"{entry.Key}: {string.Join(' ', entry.Value)}";

    private static void Add(Dictionary<(long, long, long), long[]> into, Row[] rows, List<(long Device, int Boot, long First, long End)> losses)
    {
        foreach (long span in (long[])[3600_000, 86400_000])
        {
            for (int i = 0; i < rows.Length; i++)
            {
                Row row = rows[i];
                long[] sums = At(into, span, row.Series, row.Time);
                bool isFirst = sums[0] == 0;
                sums[0] += row.IsState ? row.Value : 1;
                if (!row.IsState)
                {
                    (sums[1], sums[2], sums[3]) = (isFirst ? row.Value : Math.Min(sums[1], row.Value), isFirst ? row.Value : Math.Max(sums[2], row.Value), sums[3] + row.Value);
                }
                else if (row.Value == 1 && i + 1 < rows.Length && IsKnown(row, rows[i + 1], losses))
                {
                    for (long t = row.Time; t < rows[i + 1].Time;)
                    {
                        long end = Math.Min(rows[i + 1].Time, ((t / span) + 1) * span);
                        At(into, span, row.Series, t)[4] += end - t;
                        t = end;
                    }
                }
            }
        }

        foreach ((long, long, long) empty in into.Where(e => e.Value.All(v => v == 0)).Select(e => e.Key).ToList())
        {
            into.Remove(empty);
        }
    }

    private static bool IsKnown(Row from, Row to, List<(long Device, int Boot, long First, long End)> losses) =>
        from.Boot == to.Boot && to.Time - from.Time <= 31L * 86400_000
        && !losses.Any(l => l.Device == from.Device && l.Boot == from.Boot && l.First < Math.Max(from.Sequence, to.Sequence) && l.End > Math.Min(from.Sequence, to.Sequence));

    private static long[] At(Dictionary<(long, long, long), long[]> into, long span, long series, long time)
    {
        (long, long, long) key = (span / 1000, series, time / span);
        if (!into.TryGetValue(key, out long[]? sums))
        {
            into[key] = sums = new long[5];
        }

        return sums;
    }

    private static List<Row> Readings(SqliteConnection connection)
    {
        List<Row> rows = [];
        Read(connection,
            """
            SELECT series, kind, series.device, origin.boot, time, sequence, value FROM reading JOIN series ON series.id = series JOIN origin ON origin.id = origin
            ORDER BY series, time, origin, sequence
            """,
            row => rows.Add(new Row(row.GetInt64(0), row.GetInt32(1) == (int)EventKind.Motion, row.GetInt64(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6))));
        return rows;
    }

    private static List<(long Device, int Boot, long First, long End)> Losses(SqliteConnection connection)
    {
        List<(long, int, long, long)> losses = [];
        Read(connection, "SELECT device, boot, first, ifnull(first + count, 4294967296) FROM loss", row => losses.Add((row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3))));
        return losses;
    }

    private static void Read(SqliteConnection connection, string sql, Action<SqliteDataReader> take)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            take(row);
        }
    }
}
