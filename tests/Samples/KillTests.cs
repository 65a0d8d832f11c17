using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NanoEvents.Tests;
using Xunit;

namespace NanoEvents.Samples.Tests;

/// <summary>A consumer that is killed in the middle of a trace and started again.</summary>
public sealed partial class KillTests : IDisposable
{
    private const int Rows = 3000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents-kill");

    private string File => Path.Combine(_folder.FullName, "events.db");

    [Fact]
    public async Task KilledInTheMiddleOfATraceItLosesNoEventAndHandlesNoneTwice()
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: Rows * 4);
        SampleProcess store = SampleProcess.Start("Sqlite", broker.Address, File);
        await store.UntilSaysAsync("Connected to the broker");
        await using SampleProcess device = SampleProcess.Start(
            "NanoEvents.Cli", "simulate", "--broker", broker.Address, "--device", "flat", "--trace", WriteTrace(), "--speed", "max");

        foreach (int many in (int[])[100, 700, 1500])
        {
            await store.UntilAsync(() => Stored().Count >= many);
            await store.KillAsync();
            await store.DisposeAsync();
            store = SampleProcess.Start("Sqlite", broker.Address, File);
        }

        Assert.Equal(0, await device.UntilEndsAsync());
        int raised = int.Parse(Raised().Match(device.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        await store.UntilAsync(() => Stored().Contains(raised));
        await store.DisposeAsync();

        Assert.True(raised >= Rows);
        Assert.Equal(Enumerable.Range(1, raised).Select(i => (long)i), Stored().Order());
        Assert.Equal("Boot", string.Join(',', Others()));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"(\d+) events raised, all acknowledged")]
    private static partial Regex Raised();

    private string WriteTrace()
    {
        string path = Path.Combine(_folder.FullName, "trace.csv");
        var start = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        IEnumerable<string> rows = Enumerable.Range(0, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{start.AddSeconds(i * 10):yyyy-MM-ddTHH:mm:ssZ},{20 + (i % 50 * 0.2):0.00},{i / 3 % 2}"));
        System.IO.File.WriteAllLines(path, rows.Prepend("timestamp,S1_Temp,S1_PIR"));
        return path;
    }

    private List<long> Stored() => [.. Query("SELECT sequence FROM events WHERE sequence IS NOT NULL").Cast<long>()];

    private List<object> Others() => Query("SELECT kind FROM events WHERE sequence IS NULL");

    private List<object> Query(string sql)
    {
        // Not read-only: what a kill has left half written is taken back by whoever opens the file first, which may be this.
        using var database = new SqliteConnection($"Data Source={File};Mode=ReadWrite");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        var found = new List<object>();
        while (row.Read())
        {
            found.Add(row.GetValue(0));
        }

        return found;
    }
}
