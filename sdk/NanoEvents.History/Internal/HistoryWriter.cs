using System.Text.Json;
using Microsoft.Data.Sqlite;
using NanoEvents.Bridge;

namespace NanoEvents.History;

/// <summary>Writes to the file, one transaction at a time. After a failure it is not used again: what it remembers may not be in the file.</summary>
internal sealed class HistoryWriter : IDisposable
{
    // Summaries that are collected before they are written.
    private const int MostCollected = 50_000;

    private readonly Database _database;
    private readonly DeviceRows _devices;
    private readonly OriginRows _origins;
    private readonly SeriesRows _series;
    private readonly LossRows _losses;
    private readonly LossGaps _gaps;
    private readonly RollUps _rollUps;
    private readonly OnTimes _onTimes;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _reading;
    private readonly Statement _record;
    private readonly Statement _letter;
    private readonly Statement _presence;
    private readonly Statement _lastPresence;

    public HistoryWriter(string path)
    {
        _database = Database.OpenToWrite(path);
        _devices = new DeviceRows(_database);
        _origins = new OriginRows(_database);
        _series = new SeriesRows(_database);
        _losses = new LossRows(_database);
        _gaps = new LossGaps(_database);
        _rollUps = new RollUps(_database);
        _onTimes = new OnTimes(_database, _rollUps, _gaps);
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _commit = _database.Prepare("COMMIT");
        _reading = _database.Prepare("INSERT OR IGNORE INTO reading (series, time, origin, sequence, value) VALUES (@1, @2, @3, @4, @5)");
        _record = _database.Prepare("INSERT INTO record (device, time, kind, boot, sequence, json) VALUES (@1, @2, @3, @4, @5, @6)");
        _letter = _database.Prepare("INSERT INTO letter (time, source, reason, content) VALUES (@1, @2, @3, @4)");
        _presence = _database.Prepare("INSERT OR REPLACE INTO presence (device, time, online) VALUES (@1, @2, @3)");
        _lastPresence = _database.Prepare("SELECT online FROM presence WHERE device = @1 ORDER BY time DESC LIMIT 1");
        Marks = DeviceRows.Marks(_database);
    }

    /// <summary>What the file had when it was opened.</summary>
    public IReadOnlyCollection<BootMark> Marks { get; }

    public void Begin() => _begin.Run();

    /// <summary>Ends when everything is on the disk.</summary>
    public void Commit()
    {
        _rollUps.Flush();
        _devices.Flush();
        _commit.Run();
    }

    /// <summary>Gives up the transaction. SQLite may have done so already.</summary>
    public void TryRollBack()
    {
        try
        {
            _database.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // There is none.
        }
    }

    public void Write(IReadOnlyList<NanoEvent> events)
    {
        foreach (NanoEvent e in events)
        {
            Write(e);
        }

        if (_rollUps.Changed > MostCollected)
        {
            _rollUps.Flush();
        }
    }

    public void Write(DeadLetter letter, DateTimeOffset now) => _letter.Run(Times.Of(now), letter.Source, letter.Reason, letter.Content.ToArray());

    /// <summary>Writes that a device has come or gone, unless that is known.</summary>
    public void WritePresence(string device, bool isOnline, DateTimeOffset since)
    {
        long id = _devices.Find(device).Id;
        if (_lastPresence.Number(id) != (isOnline ? 1 : 0))
        {
            _presence.Run(id, Times.Of(since), isOnline ? 1 : 0);
        }
    }

    /// <summary>Deletes events that are older than a time; summaries stay.</summary>
    public void DeleteBefore(DateTimeOffset time)
    {
        long before = Times.Of(time);
        _database.Run("DELETE FROM reading WHERE time < @1 AND series IN (SELECT id FROM series)", before);
        _database.Run("DELETE FROM record WHERE time < @1", before);
        _database.Run("DELETE FROM letter WHERE time < @1", before);
        _database.Run("DELETE FROM loss WHERE before < @1", before);
        _database.Run("DELETE FROM presence WHERE time < @1 AND EXISTS (SELECT 1 FROM presence p WHERE p.device = presence.device AND p.time > presence.time AND p.time < @1)", before);
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_devices, _origins, _series, _losses, _gaps, _rollUps, _onTimes, _begin, _commit, _reading, _record, _letter, _presence, _lastPresence, _database])
        {
            part.Dispose();
        }
    }

    private void Write(in NanoEvent e)
    {
        DeviceRow device = _devices.Take(e);
        _losses.Take(device.Id, e);
        if (e.Kind == EventKind.Lost)
        {
            _gaps.Add(device.Id, e.BootId);
            return;
        }

        if (Reading.IsReading(e))
        {
            WriteReading(device.Id, e);
        }
        else
        {
            _record.Run(device.Id, e.Time is { } time ? Times.Of(time) : null, (int)e.Kind, e.BootId, e.Sequence, Json(e));
        }
    }

    private void WriteReading(long device, in NanoEvent e)
    {
        SeriesRow series = _series.Find(device, e);
        long origin = _origins.Find(device, e.BootId, e.Clock);
        var reading = Reading.Of(e);
        if (_reading.Run(series.Id, reading.Time, origin, reading.Sequence, reading.Value) == 0)
        {
            return;
        }

        if (!series.IsState)
        {
            _rollUps.AddValue(series.Id, reading.Time, reading.Value);
            return;
        }

        _rollUps.AddState(series.Id, reading.Time, reading.Value != 0);
        _onTimes.Take(series, reading, origin);
    }

    private static string Json(in NanoEvent e) => JsonSerializer.Serialize(e);
}
