namespace NanoEvents.History;

/// <summary>The smaller queries.</summary>
internal static class Queries
{
    public static IReadOnlyList<HistorySource> Sources(Database database)
    {
        Dictionary<(string, string), HistorySource> sources = [];
        foreach (SourceRow row in SourceRow.All(database, null))
        {
            using var found = database.Keep($"SELECT min(start), max(start) FROM {(row.IsState ? "hourOn" : "hour")} WHERE series = @1").Rows(row.Id);
            if (!found.Read() || found.IsDBNull(0))
            {
                continue;
            }

            DateTimeOffset first = Times.At(found.GetInt64(0) * Span.Hour * 1000);
            DateTimeOffset last = Times.At(found.GetInt64(1) * Span.Hour * 1000);
            HistorySource? known = sources.GetValueOrDefault((row.DeviceName, row.Key));
            sources[(row.DeviceName, row.Key)] = new HistorySource(row.DeviceName, row.Key, row.Kind, row.Number)
            {
                Name = row.Name.Length == 0 ? null : row.Name,
                Measurement = row.What as Measurement,
                Condition = row.What as Condition,
                First = known is null || first < known.First ? first : known.First,
                Last = known is null || last > known.Last ? last : known.Last,
            };
        }

        return [.. sources.Values.OrderBy(s => s.Device, StringComparer.Ordinal).ThenBy(s => s.Kind).ThenBy(s => s.Number)];
    }

    public static IReadOnlyList<HistoryLoss> Losses(Database database, string? device, DateTimeOffset from, DateTimeOffset to)
    {
        List<HistoryLoss> losses = [];
        Statement read = database.Keep(
            """
            SELECT name, boot, first, count, cause, after, before FROM loss JOIN device ON device.id = device
            WHERE (@1 IS NULL OR name = @1) AND ifnull(before, @2) >= @2 AND ifnull(after, @2) < @3 ORDER BY loss.id
            """);
        using var row = read.Rows(device, Times.Of(from), Times.Of(to));
        while (row.Read())
        {
            losses.Add(new HistoryLoss(
                row.GetString(0), row.GetInt32(1), (uint)row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3), (LossCause)row.GetInt32(4),
                Times.At(row.GetValue(5)), Times.At(row.GetValue(6))));
        }

        return losses;
    }

    public static IReadOnlyList<HistoryOutage> Outages(Database database, string? device, DateTimeOffset from, DateTimeOffset to)
    {
        List<HistoryOutage> outages = [];
        Statement read = database.Keep(
            """
            SELECT name, time, (SELECT min(time) FROM presence p WHERE p.device = presence.device AND p.time > presence.time AND p.online = 1) ended, device.id
            FROM presence JOIN device ON device.id = presence.device
            WHERE online = 0 AND (@1 IS NULL OR name = @1) AND ifnull(ended, @2) >= @2 AND time < @3 ORDER BY time
            """);
        Statement kept = database.Keep(
            """
            SELECT (SELECT count(*) FROM series JOIN reading ON reading.series = series.id WHERE series.device = @1 AND time >= @2 AND time < @3)
                + (SELECT count(*) FROM record WHERE device = @1 AND time >= @2 AND time < @3 AND sequence IS NOT NULL)
            """);
        using var row = read.Rows(device, Times.Of(from), Times.Of(to));
        while (row.Read())
        {
            object end = row.GetValue(2);
            outages.Add(new HistoryOutage(
                row.GetString(0), Times.At(row.GetInt64(1)), Times.At(end), kept.Number(row.GetInt64(3), row.GetInt64(1), end is long ended ? ended : long.MaxValue) ?? 0));
        }

        return outages;
    }

    public static IReadOnlyList<DeviceBalance> Balances(Database database)
    {
        Dictionary<long, DeviceBalance> balances = [];
        Statement devices = database.Keep("SELECT id, name, delivered, boots FROM device ORDER BY name");
        using (var row = devices.Rows())
        {
            while (row.Read())
            {
                balances[row.GetInt64(0)] = new DeviceBalance(row.GetString(1), row.GetInt64(2), new Dictionary<LossCause, long>(), row.GetInt64(3));
            }
        }

        Statement losses = database.Keep("SELECT device, cause, sum(ifnull(count, 0)) FROM loss GROUP BY device, cause");
        using (var row = losses.Rows())
        {
            while (row.Read())
            {
                ((Dictionary<LossCause, long>)balances[row.GetInt64(0)].Lost)[(LossCause)row.GetInt32(1)] = row.GetInt64(2);
            }
        }

        return [.. balances.Values];
    }
}
