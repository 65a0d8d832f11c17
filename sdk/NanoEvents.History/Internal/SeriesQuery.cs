using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NanoEvents.History;

/// <summary>Reads one source between two times: single events where they are few enough, otherwise steps of equal length.</summary>
internal sealed class SeriesQuery(Database database)
{
    private const string Columns =
        "SELECT reading.time, origin.boot, reading.sequence, reading.value, origin.clock FROM reading JOIN origin ON origin.id = reading.origin WHERE series = @1";

    public IReadOnlyList<SeriesPoint> Read(string device, string key, DateTimeOffset from, DateTimeOffset to, int points)
    {
        List<SourceRow> rows = SourceRow.Find(database, device, key);
        if (rows is not [.., var last])
        {
            return [];
        }

        (long start, long end) = (Times.Of(from), Times.Of(to));
        long step = Math.Max(1, (end - start + points - 1) / points);
        long span = step >= Span.Day * 1000 ? Span.Day : step >= Span.Hour * 1000 ? Span.Hour : 0;
        return span == 0 ? ReadReadings(rows, last, start, end, step, points) : ReadRollUps(rows, last, start, end, step, span);
    }

    private List<SeriesPoint> ReadReadings(List<SourceRow> rows, SourceRow source, long from, long to, long step, int points)
    {
        List<(Reading Reading, ClockQuality Clock)> readings = [];
        foreach (SourceRow row in rows)
        {
            Add(readings, row.Id, "AND time < @2 ORDER BY time DESC LIMIT 1", from, to);
            Add(readings, row.Id, "AND time >= @2 AND time < @3 ORDER BY time", from, to);
            Add(readings, row.Id, "AND time >= @3 ORDER BY time LIMIT 1", from, to);
        }

        if (rows.Count > 1)
        {
            readings.Sort((a, b) => (a.Reading.Time, a.Reading.Sequence).CompareTo((b.Reading.Time, b.Reading.Sequence)));
        }

        return readings.Count(r => r.Reading.Time >= from && r.Reading.Time < to) <= points
            ? [.. readings.Where(r => r.Reading.Time < to).Select(r => source.Point(r.Reading, r.Clock))]
            : ReadSteps(readings, source, from, to, step);
    }

    private List<SeriesPoint> ReadSteps(List<(Reading Reading, ClockQuality Clock)> readings, SourceRow source, long from, long to, long step)
    {
        SortedDictionary<long, RollUp> steps = [];
        using var gaps = new LossGaps(database);
        for (int i = 0; i < readings.Count; i++)
        {
            Reading reading = readings[i].Reading;
            if (reading.Time >= from && reading.Time < to)
            {
                source.Add(At((reading.Time - from) / step), reading);
            }

            if (source.IsState && i + 1 < readings.Count && readings[i + 1].Reading is var next && OnTimes.IsOn(reading, next, gaps.IsBetween(source.Device, reading, next)))
            {
                AddOn(Math.Max(reading.Time, from), Math.Min(next.Time, to));
            }
        }

        return [.. steps.Select(s => source.Point(s.Value, from + (s.Key * step), step))];

        RollUp At(long number)
        {
            if (!steps.TryGetValue(number, out RollUp? up))
            {
                steps[number] = up = new RollUp();
            }

            return up;
        }

        void AddOn(long began, long ended)
        {
            while (began < ended)
            {
                long number = (began - from) / step;
                long end = Math.Min(ended, from + ((number + 1) * step));
                At(number).OnTime += end - began;
                began = end;
            }
        }
    }

    // Whole hours or days: the first one may begin before the time that was asked for.
    private List<SeriesPoint> ReadRollUps(List<SourceRow> rows, SourceRow source, long from, long to, long step, long span)
    {
        long spansInStep = Math.Max(1, step / (span * 1000));
        long first = Span.Of(from, span);
        List<(long Number, RollUp Sum)> steps = [];
        string table = span == Span.Day ? "day" : "hour";
        Statement read = database.Keep(source.IsState
            ? $"SELECT start, count, NULL, NULL, 0, milliseconds FROM {table}On WHERE series = @1 AND start >= @2 AND start <= @3 ORDER BY start"
            : $"SELECT start, count, low, high, sum, 0 FROM {table} WHERE series = @1 AND start >= @2 AND start <= @3 ORDER BY start");
        foreach (SourceRow row in rows)
        {
            using SqliteDataReader up = read.Rows(row.Id, first, Span.Of(to - 1, span));
            while (up.Read())
            {
                long number = (up.GetInt64(0) - first) / spansInStep;
                if (steps is not [.., var last] || last.Number != number)
                {
                    steps.Add((number, new RollUp()));
                }

                steps[^1].Sum.Add(up.GetInt64(1), up.IsDBNull(2) ? null : up.GetInt64(2), up.IsDBNull(3) ? null : up.GetInt64(3), up.GetInt64(4), up.GetInt64(5));
            }
        }

        long length = spansInStep * span * 1000;
        long begin = first * span * 1000;
        return rows.Count == 1
            ? [.. steps.Select(s => source.Point(s.Sum, begin + (s.Number * length), length))]
            : [.. steps.GroupBy(s => s.Number).OrderBy(g => g.Key).Select(g => source.Point(RollUp.Of(g.Select(s => s.Sum)), begin + (g.Key * length), length))];
    }

    private void Add(List<(Reading Reading, ClockQuality Clock)> readings, long series, string condition, long from, long to)
    {
        using SqliteDataReader row = database.Keep(string.Create(CultureInfo.InvariantCulture, $"{Columns} {condition}")).Rows(series, from, to);
        while (row.Read())
        {
            readings.Add((new Reading(row.GetInt64(0), row.GetInt32(1), (uint)row.GetInt64(2), row.GetInt32(3)), (ClockQuality)row.GetInt32(4)));
        }
    }
}
