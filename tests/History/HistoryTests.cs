using Microsoft.Extensions.Time.Testing;
using NanoEvents.Bridge;
using NanoEvents.Testing;

namespace NanoEvents.History.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task WhatABridgeWritesComesBackAsItWas()
    {
        Measurement co2 = Measurement.Private(128, "co2", "ppm");
        FakeEventClient client = new(new FakeTimeProvider(Made.Start));
        client.Device("hall").Named(SourceType.Thermometer, 0, "window").Temperature(21.5).Motion(true).Measure(co2, 417).Measure(Measurement.Humidity, 48.25)
            .Threshold(26.1, 26).Fault(true).Chatter(70, TimeSpan.FromSeconds(9)).Lose(2).Motion(false).Restart().Motion(true);
        client.Complete();

        await using (HistoryEventSink sink = new(Options()))
        {
            await new EventBridge(client, sink).RunAsync(_stop);
        }

        using EventHistory history = new(_file.Path);
        List<NanoEvent> read = await ReadAsync(history);
        Assert.Equal(client.Handled.Select(Text).Order(StringComparer.Ordinal), read.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal(co2, read.Single(e => e.Value == 417).Measurement);
        Assert.Equal("window", read.Single(e => e.Celsius == 21.5 && e.Kind == EventKind.Temperature).Name);
        Assert.Equal(["co2/0", "humidity/0", "motion/0", "temperature/0"], (await history.ReadSourcesAsync(_stop)).Select(s => s.Key).Order(StringComparer.Ordinal));
        DeviceBalance balance = Assert.Single(await history.ReadBalancesAsync(_stop));
        Assert.Equal((9, 11, 1), (balance.Delivered, balance.Raised, balance.Boots));
    }

    [Fact]
    public async Task AStateOfSomebodysOwnComesBackWithItsWords()
    {
        NanoEvent open = System.Text.Json.JsonSerializer.Deserialize<NanoEvent>(
            """{"device":"hall","boot":1,"sequence":1,"time":"2026-03-01T08:00:00.000Z","clock":"synchronized","kind":"contact","source":0,"number":192,"on":true,"state":"open"}""");
        await WriteAsync(open);

        using EventHistory history = new(_file.Path);
        Assert.Equal(open.ToString(), Assert.Single(await ReadAsync(history)).ToString());
        SeriesPoint point = Assert.Single(await history.ReadSeriesAsync("hall", "contact/0", Made.Start, Made.Start.AddDays(1), 100, _stop));
        Assert.Equal((1, 1.0, ClockQuality.Synchronized), (point.Count, point.Mean, point.Clock!.Value));
    }

    [Fact]
    public async Task ASecondRunGoesOnWhereTheFirstOneEnded()
    {
        await WriteAsync(Made.Motion("hall", 1, 1, Made.Start, true), Made.Motion("porch", 9, 4, Made.Start, true), Made.Loss("hall", 1, 2, 0, LossCause.Restart));

        await using HistoryEventSink sink = new(Options());
        Assert.Equal([new BootMark("hall", 1, 1, true), new BootMark("porch", 9, 4, false)], (await sink.LoadAsync(_stop)).OrderBy(m => m.Device));
    }

    [Fact]
    public async Task FewEventsAreGivenAsTheyAreAndManyAsSteps()
    {
        await WriteAsync([.. Enumerable.Range(0, 60).Select(i => Made.Temperature("hall", 1, (uint)i + 1, Made.Start.AddMinutes(i), 2000 + i))]);

        using EventHistory history = new(_file.Path);
        IReadOnlyList<SeriesPoint> single = await ReadAsync(history, Made.Start.AddMinutes(10), Made.Start.AddMinutes(20), 10);
        IReadOnlyList<SeriesPoint> steps = await ReadAsync(history, Made.Start, Made.Start.AddHours(1), 6);
        SeriesPoint hour = Assert.Single(await ReadAsync(history, Made.Start, Made.Start.AddDays(1), 24));

        // The last one before comes first.
        Assert.Equal(Enumerable.Range(9, 11).Select(i => 20.0 + (i / 100.0)), single.Select(p => p.Mean));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (Made.Start.AddMinutes(i * 10), 10L, 20.0 + (i / 10.0))), steps.Select(p => (p.Time, p.Count, p.Minimum)));
        Assert.Equal((60, 20.0, 20.59, 20.295), (hour.Count, hour.Minimum, hour.Maximum, Math.Round(hour.Mean, 3)));
    }

    [Fact]
    public async Task ALateEventGoesWhereItBelongs()
    {
        await WriteAsync(Made.Temperature("hall", 1, 1, Made.Start.AddHours(5), 2000), Made.Temperature("hall", 1, 2, Made.Start.AddHours(1), 1500));

        using EventHistory history = new(_file.Path);
        Assert.Equal([2u, 1u], (await ReadAsync(history)).Select(e => e.Sequence!.Value));
    }

    [Fact]
    public async Task ALossLiesBetweenTwoTimes()
    {
        await WriteAsync(Made.Motion("hall", 1, 1, Made.Start, true), Made.Loss("hall", 1, 2, 3, LossCause.Transit), Made.Motion("hall", 1, 5, Made.Start.AddHours(1), false), Made.Loss("hall", 1, 6, 1));

        using EventHistory history = new(_file.Path);
        IReadOnlyList<HistoryLoss> losses = await history.ReadLossesAsync("hall", Made.Start.AddMinutes(-5), Made.Start.AddMinutes(5), _stop);
        Assert.Equal(new HistoryLoss("hall", 1, 2, 3, LossCause.Transit, Made.Start, Made.Start.AddHours(1)), Assert.Single(losses));
        Assert.Null((await history.ReadLossesAsync(null, Made.Start.AddHours(2), Made.Start.AddHours(3), _stop)).Single().Before);
    }

    [Fact]
    public async Task AnOutageSaysHowManyEventsWereKept()
    {
        await using HistoryEventSink sink = new(Options());
        await sink.LoadAsync(_stop);
        await sink.WritePresenceAsync("hall", true, Made.Start, _stop);
        await sink.WritePresenceAsync("hall", false, Made.Start.AddHours(1), _stop);
        await sink.WritePresenceAsync("hall", false, Made.Start.AddHours(2), _stop);
        await sink.WritePresenceAsync("hall", true, Made.Start.AddHours(3), _stop);
        await sink.WriteAsync([Made.Temperature("hall", 1, 1, Made.Start.AddMinutes(90), 2000), Made.Temperature("hall", 1, 2, Made.Start.AddMinutes(200), 2000)], _stop);

        using EventHistory history = new(_file.Path);
        Assert.Equal(
            new HistoryOutage("hall", Made.Start.AddHours(1), Made.Start.AddHours(3), 1), Assert.Single(await history.ReadOutagesAsync(null, Made.Start, Made.Start.AddDays(1), _stop)));
    }

    [Fact]
    public async Task WhatIsOlderThanTheTimeToKeepGoesAndItsSummariesStay()
    {
        await WriteAsync(Made.Temperature("hall", 1, 1, Made.Start, 2000), Made.Temperature("hall", 1, 2, Made.Start.AddDays(9), 2100));
        await using (HistoryEventSink sink = new(Options() with { Keep = TimeSpan.FromDays(2), TimeProvider = new FakeTimeProvider(Made.Start.AddDays(10)) }))
        {
            await sink.LoadAsync(_stop);
        }

        using EventHistory history = new(_file.Path);
        Assert.Equal(2u, Assert.Single(await ReadAsync(history)).Sequence);
        Assert.Equal(2, (await ReadAsync(history, Made.Start, Made.Start.AddDays(20), 20)).Count);
        Assert.Equal(2, (await history.ReadBalancesAsync(_stop)).Single().Delivered);
    }

    [Fact]
    public async Task AnEventWithoutATimeComesAtTheEnd()
    {
        NanoEvent undated = System.Text.Json.JsonSerializer.Deserialize<NanoEvent>(
            """{"device":"hall","boot":1,"sequence":1,"time":null,"clock":"unknown","kind":"motion","source":0,"moving":true}""");
        await WriteAsync(undated, Made.Motion("hall", 1, 2, Made.Start, false));

        using EventHistory history = new(_file.Path);
        Assert.Equal([2u, 1u], (await ReadAsync(history)).Select(e => e.Sequence!.Value));
    }

    [Fact]
    public async Task ASecondBridgeWaits()
    {
        await using HistoryEventSink first = new(Options());
        await first.LoadAsync(_stop);
        await using HistoryEventSink second = new(Options());

        SinkBusyException busy = await Assert.ThrowsAsync<SinkBusyException>(async () => await second.LoadAsync(_stop));
        Assert.Equal($"another program writes to {_file.Path}", busy.Message);
    }

    [Fact]
    public async Task AFileThatIsNoHistoryIsNotTouched()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 5000), _stop);
        await using HistoryEventSink sink = new(Options());

        HistoryException refused = await Assert.ThrowsAsync<HistoryException>(async () => await sink.LoadAsync(_stop));
        Assert.StartsWith($"{_file.Path} cannot be read: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(_file.Path, _stop));
    }

    [Theory]
    [InlineData("CREATE TABLE letters (a)", "is a database of another program. Give another file.")]
    [InlineData("PRAGMA application_id = 1313171561; PRAGMA user_version = 99", "is of version 99, from a newer NanoEvents; this one knows 1. Update it.")]
    public async Task ADatabaseOfAnotherProgramOrANewerVersionIsRefused(string sql, string problem)
    {
        await using (Microsoft.Data.Sqlite.SqliteConnection other = new($"Data Source={_file.Path};Pooling=False"))
        {
            await other.OpenAsync(_stop);
            await using Microsoft.Data.Sqlite.SqliteCommand command = other.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(_stop);
        }

        await using HistoryEventSink sink = new(Options());
        HistoryException refused = await Assert.ThrowsAsync<HistoryException>(async () => await sink.LoadAsync(_stop));
        Assert.Equal($"{_file.Path} {problem}", refused.Message);
    }

    [Fact]
    public void AFileThatIsAbsentIsSaid()
    {
        HistoryException absent = Assert.Throws<HistoryException>(() => new EventHistory(_file.Path));
        Assert.Contains("does not exist", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterAFailedWriteEverythingFailsUntilTheFileIsOpenedAgain()
    {
        await using HistoryEventSink sink = new(Options());
        await sink.LoadAsync(_stop);
        await using (Microsoft.Data.Sqlite.SqliteConnection other = new($"Data Source={_file.Path};Pooling=False"))
        {
            await other.OpenAsync(_stop);
            await using Microsoft.Data.Sqlite.SqliteCommand command = other.CreateCommand();
            command.CommandText = "DROP TABLE reading";
            await command.ExecuteNonQueryAsync(_stop);
            await Assert.ThrowsAnyAsync<Exception>(() => sink.WriteAsync([Made.Motion("hall", 1, 1, Made.Start, true)], _stop));
            command.CommandText = "CREATE TABLE reading (series INTEGER, time INTEGER, origin INTEGER, sequence INTEGER, value INTEGER NOT NULL, PRIMARY KEY (series, time, origin, sequence)) WITHOUT ROWID";
            await command.ExecuteNonQueryAsync(_stop);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => sink.WriteAsync([Made.Motion("hall", 1, 2, Made.Start, false)], _stop));
        Assert.Empty(await sink.LoadAsync(_stop));
        await sink.WriteAsync([Made.Motion("hall", 1, 1, Made.Start, true)], _stop);
    }

    private HistoryOptions Options() => new() { Path = _file.Path };

    private async Task WriteAsync(params NanoEvent[] events)
    {
        await using HistoryEventSink sink = new(Options());
        await sink.LoadAsync(_stop);
        await sink.WriteAsync(events, _stop);
    }

    private Task<IReadOnlyList<SeriesPoint>> ReadAsync(EventHistory history, DateTimeOffset from, DateTimeOffset to, int points) =>
        history.ReadSeriesAsync("hall", "temperature/0", from, to, points, _stop);

    private async Task<List<NanoEvent>> ReadAsync(EventHistory history)
    {
        List<NanoEvent> read = [];
        await foreach (NanoEvent e in history.ReadEventsAsync(cancellationToken: _stop))
        {
            read.Add(e);
        }

        return read;
    }

    private static string Text(NanoEvent e) => e.ToString();
}
