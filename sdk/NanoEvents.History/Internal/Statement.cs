using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NanoEvents.History;

/// <summary>A prepared statement with the parameters <c>@1</c>, <c>@2</c> and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    /// <returns>How many rows have changed.</returns>
    public int Run(params object?[] values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <returns>The first value of the first row; null if there is none.</returns>
    public long? Number(params object?[] values)
    {
        Bind(values);
        return _command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    /// <returns>The rows. Dispose of them before the statement is used again.</returns>
    public SqliteDataReader Rows(params object?[] values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            object value = values[i] ?? DBNull.Value;
            if (i < _command.Parameters.Count)
            {
                _command.Parameters[i].Value = value;
            }
            else
            {
                _command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@{i + 1}"), value);
            }
        }
    }
}
