using Microsoft.Data.Sqlite;

namespace NanoEvents.History;

/// <summary>A connection to the file. For one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    // "NEhi" as SQLite's application id, so that another program's file is not taken for a history.
    private const int ApplicationId = 0x4E456869;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _kept = new(StringComparer.Ordinal);

    private Database(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file for the one that writes, makes it or brings it to this version.</summary>
    public static Database OpenToWrite(string path)
    {
        Database database = Open(path, SqliteOpenMode.ReadWriteCreate);
        return Guard(path, database, () =>
        {
            long application = database.Number("PRAGMA application_id");
            if (application != ApplicationId && (application != 0 || database.Number("SELECT count(*) FROM sqlite_master") > 0))
            {
                throw new HistoryException($"{path} is a database of another program. Give another file.");
            }

            database.Run("PRAGMA journal_mode = WAL");
            database.Run("PRAGMA synchronous = FULL");
            Schema.BringUpToDate(database, path);
            database.Run($"PRAGMA application_id = {ApplicationId}");
        });
    }

    /// <summary>Opens the file for queries.</summary>
    public static Database OpenToRead(string path)
    {
        if (!File.Exists(path))
        {
            throw new HistoryException($"{path} does not exist. nanoevents dashboard --data {path} begins a history.");
        }

        Database database = Open(path, SqliteOpenMode.ReadWrite);
        return Guard(path, database, () =>
        {
            database.Run("PRAGMA query_only = 1");
            if (database.Number("PRAGMA application_id") != ApplicationId)
            {
                throw new HistoryException($"{path} is no history. Give the file of nanoevents dashboard --data.");
            }

            Schema.RequireThisVersion(database, path);
        });
    }

    /// <summary>A statement that is prepared once.</summary>
    public Statement Prepare(string sql) => new(_connection, sql);

    /// <summary>The same, but it stays prepared for the next query with this text. Not inside a query with the same text.</summary>
    public Statement Keep(string sql)
    {
        if (!_kept.TryGetValue(sql, out Statement? statement))
        {
            _kept[sql] = statement = Prepare(sql);
        }

        return statement;
    }

    public void Run(string sql, params object?[] values)
    {
        using Statement statement = Prepare(sql);
        statement.Run(values);
    }

    public long Number(string sql, params object?[] values)
    {
        using Statement statement = Prepare(sql);
        return statement.Number(values) ?? 0;
    }

    public void Dispose()
    {
        foreach (Statement statement in _kept.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static Database Open(string path, SqliteOpenMode mode)
    {
        // No pool: a file that is closed can be moved or deleted, on Windows, too.
        var address = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 };
        var connection = new SqliteConnection(address.ToString());
        try
        {
            connection.Open();
            return new Database(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new HistoryException($"{path} cannot be opened: {e.Message}", e);
        }
    }

    private static Database Guard(string path, Database database, Action begin)
    {
        try
        {
            begin();
            return database;
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw new HistoryException($"{path} cannot be read: {e.Message}", e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
