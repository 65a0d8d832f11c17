using System.Globalization;

namespace NanoEvents.History;

/// <summary>The tables, and how a file of an earlier version gets to this one.</summary>
internal static class Schema
{
    // Each entry brings a file from the version that is its index to the next one. Entries that have been released never change.
    private static readonly string[] _steps =
    [
        """
        CREATE TABLE device (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, delivered INTEGER NOT NULL DEFAULT 0, boots INTEGER NOT NULL DEFAULT 0);
        -- The checkpoint: the last record of the latest boots of a device. "place" orders them.
        CREATE TABLE mark (device INTEGER, boot INTEGER, sequence INTEGER NOT NULL, over INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (device, boot)) WITHOUT ROWID;
        -- A boot of a device, and how the times of its events are known: 1 estimated, 2 synchronized.
        CREATE TABLE origin (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, boot INTEGER NOT NULL, clock INTEGER NOT NULL, UNIQUE (device, boot, clock));
        -- A source under one name. "declaration" is that of a kind of somebody's own: name, unit and decimals, or name and the words for on and off.
        CREATE TABLE series (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, kind INTEGER NOT NULL, source INTEGER NOT NULL, name TEXT NOT NULL, declaration TEXT NOT NULL,
            UNIQUE (device, kind, source, name, declaration));
        -- Values and states. "time" is in milliseconds since 1970, "value" in the measurement's steps, or 1 for on and 0 for off.
        CREATE TABLE reading (series INTEGER, time INTEGER, origin INTEGER, sequence INTEGER, value INTEGER NOT NULL, PRIMARY KEY (series, time, origin, sequence)) WITHOUT ROWID;
        -- All other events, and those without a time, as JSON.
        CREATE TABLE record (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, time INTEGER, kind INTEGER NOT NULL, boot INTEGER NOT NULL, sequence INTEGER, json TEXT NOT NULL);
        CREATE INDEX record_time ON record (device, time);
        CREATE TABLE loss (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, boot INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER, cause INTEGER NOT NULL, after INTEGER, before INTEGER);
        CREATE INDEX loss_place ON loss (device, boot, first);
        CREATE INDEX loss_open ON loss (device) WHERE before IS NULL;
        CREATE TABLE presence (device INTEGER, time INTEGER, online INTEGER NOT NULL, PRIMARY KEY (device, time)) WITHOUT ROWID;
        CREATE TABLE letter (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL, content BLOB NOT NULL);
        -- Summaries of values and, in the tables named On, of states: how often on, and for how many milliseconds. "start" counts hours or days since 1970.
        CREATE TABLE hour (series INTEGER, start INTEGER, count INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (series, start)) WITHOUT ROWID;
        CREATE TABLE day (series INTEGER, start INTEGER, count INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY (series, start)) WITHOUT ROWID;
        CREATE TABLE hourOn (series INTEGER, start INTEGER, count INTEGER NOT NULL, milliseconds INTEGER NOT NULL, PRIMARY KEY (series, start)) WITHOUT ROWID;
        CREATE TABLE dayOn (series INTEGER, start INTEGER, count INTEGER NOT NULL, milliseconds INTEGER NOT NULL, PRIMARY KEY (series, start)) WITHOUT ROWID;
        """,
    ];

    public static void BringUpToDate(Database database, string path)
    {
        int version = VersionOf(database, path);
        for (; version < _steps.Length; version++)
        {
            database.Run(string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {_steps[version]} PRAGMA user_version = {version + 1}; COMMIT"));
        }
    }

    public static void RequireThisVersion(Database database, string path)
    {
        int version = VersionOf(database, path);
        if (version < _steps.Length)
        {
            throw new HistoryException($"{path} is of version {version}; the program that writes it brings it to {_steps.Length} when it starts.");
        }
    }

    private static int VersionOf(Database database, string path)
    {
        int version = (int)database.Number("PRAGMA user_version");
        return version <= _steps.Length
            ? version
            : throw new HistoryException($"{path} is of version {version}, from a newer NanoEvents; this one knows {_steps.Length}. Update it.");
    }
}
