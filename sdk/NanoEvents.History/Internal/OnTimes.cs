using Microsoft.Data.Sqlite;

namespace NanoEvents.History;

/// <summary>For how long states are on: from each reading that says on to the next one. A late reading corrects what was added before it came.</summary>
internal sealed class OnTimes(Database database, RollUps rollUps, LossGaps gaps) : IDisposable
{
    // A longer time is no motion: a clock has jumped, or the message of the end is missing.
    private const long Longest = 31 * Span.Day * 1000;

    private const string Columns = "SELECT reading.time, origin.boot, reading.sequence, reading.value FROM reading JOIN origin ON origin.id = reading.origin WHERE series = @1";

    private readonly Statement _last = database.Prepare($"{Columns} ORDER BY reading.time DESC, reading.origin DESC, reading.sequence DESC LIMIT 1");
    private readonly Statement _before = database.Prepare(
        $"{Columns} AND (reading.time, reading.origin, reading.sequence) < (@2, @3, @4) ORDER BY reading.time DESC, reading.origin DESC, reading.sequence DESC LIMIT 1");

    private readonly Statement _after = database.Prepare(
        $"{Columns} AND (reading.time, reading.origin, reading.sequence) > (@2, @3, @4) ORDER BY reading.time, reading.origin, reading.sequence LIMIT 1");

    /// <summary>Whether a state was on from one reading to the next one: not if readings between them may be lost.</summary>
    public static bool IsOn(in Reading from, in Reading to, bool hasLoss) =>
        from.Value != 0 && from.Boot == to.Boot && !hasLoss && to.Time - from.Time is > 0 and <= Longest;

    /// <summary>Takes a reading that is in the file.</summary>
    public void Take(SeriesRow series, in Reading reading, long origin)
    {
        if (series.Last is { } before && before.Time < reading.Time)
        {
            Add(series, before, reading, 1);
            series.Last = reading;
        }
        else
        {
            Insert(series, reading, origin);
        }
    }

    public void Dispose()
    {
        _last.Dispose();
        _before.Dispose();
        _after.Dispose();
    }

    private void Insert(SeriesRow series, in Reading reading, long origin)
    {
        Reading? before = Read(_before.Rows(series.Id, reading.Time, origin, reading.Sequence));
        Reading? after = Read(_after.Rows(series.Id, reading.Time, origin, reading.Sequence));
        if (before is { } earlier && after is { } later)
        {
            Add(series, earlier, later, -1);
        }

        if (before is { } from)
        {
            Add(series, from, reading, 1);
        }

        if (after is { } to)
        {
            Add(series, reading, to, 1);
        }

        series.Last = after is null ? reading : series.Last ?? Read(_last.Rows(series.Id));
    }

    private void Add(SeriesRow series, in Reading from, in Reading to, int sign)
    {
        if (IsOn(from, to, gaps.IsBetween(series.Device, from, to)))
        {
            rollUps.AddOn(series.Id, from.Time, to.Time, sign);
        }
    }

    private static Reading? Read(SqliteDataReader rows)
    {
        using (rows)
        {
            return rows.Read() ? new Reading(rows.GetInt64(0), rows.GetInt32(1), (uint)rows.GetInt64(2), rows.GetInt32(3)) : null;
        }
    }
}
