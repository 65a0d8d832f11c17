using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace NanoEvents.History;

/// <summary>Reads events in the order of their times, a day at once.</summary>
internal static class EventQuery
{
    private const long Window = Span.Day * 1000;

    /// <summary>The times between which there are events, in milliseconds since 1970.</summary>
    public static (long First, long Last) Range(Database database, DateTimeOffset? from, DateTimeOffset? to)
    {
        Statement range = database.Keep(
            """
            SELECT min(first), max(last) FROM (SELECT min(start) * 86400000 AS first, (max(start) + 1) * 86400000 AS last FROM (SELECT start FROM day UNION ALL SELECT start FROM dayOn)
                UNION ALL SELECT min(time), max(time) + 1 FROM record UNION ALL SELECT min(after), max(after) + 1 FROM loss)
            """);
        using var row = range.Rows();
        return row.Read() && !row.IsDBNull(0)
            ? (Math.Max(row.GetInt64(0), from is { } begin ? Times.Of(begin) : long.MinValue), Math.Min(row.GetInt64(1), to is { } end ? Times.Of(end) : long.MaxValue))
            : (0, 0);
    }

    /// <summary>The end of the day that begins at a time.</summary>
    public static long EndOf(long start, long last) => Math.Min(last, start + Window);

    public static List<NanoEvent> Read(Database database, string? device, long from, long to)
    {
        List<(long Time, NanoEvent Event)> events = [];
        ReadReadings(database, device, from, to, events);
        ReadRecords(database, "record.time >= @2 AND record.time < @3", device, from, to, events);
        ReadLosses(database, "after >= @2 AND after < @3", device, from, to, events);
        return [.. events.OrderBy(e => e.Time).ThenBy(e => e.Event.Device, StringComparer.Ordinal).ThenBy(e => e.Event.Checkpoint.Sequence).Select(e => e.Event)];
    }

    public static List<NanoEvent> ReadUndated(Database database, string? device)
    {
        List<(long Time, NanoEvent Event)> events = [];
        ReadRecords(database, "record.time IS NULL", device, 0, 0, events);
        ReadLosses(database, "after IS NULL", device, 0, 0, events);
        return [.. events.Select(e => e.Event)];
    }

    public static IReadOnlyList<NanoEvent> ReadRecords(Database database, string? device, long from, long to, int most)
    {
        List<NanoEvent> events = [];
        using Statement read = database.Prepare(
            """
            SELECT json FROM record JOIN device ON device.id = record.device
            WHERE (@1 IS NULL OR device.name = @1) AND record.time >= @2 AND record.time < @3 ORDER BY record.time DESC, record.id DESC LIMIT @4
            """);
        using var row = read.Rows(device, from, to, most);
        while (row.Read())
        {
            events.Add(EventOf(row, 0));
        }

        events.Reverse();
        return events;
    }

    private static void ReadReadings(Database database, string? device, long from, long to, List<(long Time, NanoEvent Event)> events)
    {
        Statement read = database.Keep(
            """
            SELECT reading.time, origin.boot, reading.sequence, reading.value, origin.clock FROM reading JOIN origin ON origin.id = reading.origin
            WHERE series = @1 AND reading.time >= @2 AND reading.time < @3
            """);
        foreach (SourceRow source in SourceRow.All(database, device))
        {
            using var row = read.Rows(source.Id, from, to);
            while (row.Read())
            {
                var reading = new Reading(row.GetInt64(0), row.GetInt32(1), (uint)row.GetInt64(2), row.GetInt32(3));
                events.Add((reading.Time, source.Event(reading, (ClockQuality)row.GetInt32(4))));
            }
        }
    }

    private static void ReadRecords(Database database, string condition, string? device, long from, long to, List<(long Time, NanoEvent Event)> events)
    {
        Statement read = database.Keep(
            $"SELECT record.time, json FROM record JOIN device ON device.id = record.device WHERE (@1 IS NULL OR device.name = @1) AND {condition} ORDER BY record.id");
        using var row = read.Rows(device, from, to);
        while (row.Read())
        {
            events.Add((row.IsDBNull(0) ? 0 : row.GetInt64(0), EventOf(row, 1)));
        }
    }

    private static void ReadLosses(Database database, string condition, string? device, long from, long to, List<(long Time, NanoEvent Event)> events)
    {
        Statement read = database.Keep(
            $"SELECT after, name, boot, first, count, cause FROM loss JOIN device ON device.id = device WHERE (@1 IS NULL OR name = @1) AND {condition} ORDER BY loss.id");
        using var row = read.Rows(device, from, to);
        while (row.Read())
        {
            var loss = NanoEvent.OfLoss(
                row.GetString(1), row.GetInt32(2), (uint)row.GetInt64(3), row.IsDBNull(4) ? 0 : (uint)row.GetInt64(4), (LossCause)row.GetInt32(5));
            events.Add((row.IsDBNull(0) ? 0 : row.GetInt64(0), loss));
        }
    }

    private static NanoEvent EventOf(SqliteDataReader row, int column)
    {
        try
        {
            return JsonSerializer.Deserialize<NanoEvent>(row.GetString(column));
        }
        catch (JsonException e)
        {
            throw new HistoryException($"the history has a record that is no event: {e.Message}", e);
        }
    }
}
