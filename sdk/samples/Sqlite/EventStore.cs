using Microsoft.Data.Sqlite;
using NanoEvents;

namespace Samples;

/// <summary>Events in a SQLite file, with the checkpoint of each device: both in one transaction, so that neither is there without the other.</summary>
public sealed class EventStore : IDisposable
{
    private readonly SqliteConnection _database;

    /// <summary>Opens the file, or makes it.</summary>
    public EventStore(string path)
    {
        _database = new SqliteConnection($"Data Source={path}");
        _database.Open();
        Run("CREATE TABLE IF NOT EXISTS events (device TEXT, boot INTEGER, sequence INTEGER, time TEXT, clock TEXT, kind TEXT, text TEXT)");
        Run("CREATE TABLE IF NOT EXISTS checkpoints (device TEXT PRIMARY KEY, boot INTEGER, sequence INTEGER)");
    }

    #region checkpoint
    /// <summary>Where each device stands.</summary>
    public IReadOnlyCollection<Checkpoint> LoadCheckpoints()
    {
        var found = new List<Checkpoint>();
        using SqliteCommand command = _database.CreateCommand();
        command.CommandText = "SELECT device, boot, sequence FROM checkpoints";
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new Checkpoint(row.GetString(0), row.GetInt32(1), (uint)row.GetInt64(2)));
        }

        return found;
    }

    /// <summary>Stores an event, and that it is stored.</summary>
    public void Save(in NanoEvent e)
    {
        using SqliteTransaction transaction = _database.BeginTransaction();
        Run("INSERT INTO events VALUES (@1, @2, @3, @4, @5, @6, @7)",
            e.Device, e.BootId, e.Sequence, e.Time?.ToString("O"), e.Clock.ToString(), e.Kind.ToString(), e.ToString());
        Run("INSERT OR REPLACE INTO checkpoints VALUES (@1, @2, @3)", e.Checkpoint.Device, e.Checkpoint.BootId, e.Checkpoint.Sequence);
        transaction.Commit();
    }
    #endregion

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private void Run(string sql, params object?[] values)
    {
        using SqliteCommand command = _database.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"@{i + 1}", values[i] ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
