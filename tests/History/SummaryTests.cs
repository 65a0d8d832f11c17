namespace NanoEvents.History.Tests;

public sealed class SummaryTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task SummariesAreThoseThatTheEventsMakeAlsoWhereEventsComeLate(int seed)
    {
        using TemporaryFile file = new();
        var random = new Random(seed);
        NanoEvent[] story = [.. Made.Story(seed).Take(3_000)];
        for (int at = 0; at < story.Length;)
        {
            // The sink is opened again now and then: nothing that it remembers may matter.
            await using HistoryEventSink sink = new(new HistoryOptions { Path = file.Path });
            await sink.LoadAsync(_stop);
            for (int writes = 0; writes < 40 && at < story.Length; writes++)
            {
                int count = random.Next(1, 30);
                await sink.WriteAsync(story[at..Math.Min(at + count, story.Length)], _stop);
                at += count;
            }
        }

        Recomputed.Check(file.Path);
    }

    [Fact]
    public async Task ATimeOverHoursCountsInEachOfThem()
    {
        using TemporaryFile file = new();
        await WriteAsync(file, Made.Motion("hall", 1, 1, Made.Start.AddMinutes(50), true), Made.Motion("hall", 1, 2, Made.Start.AddMinutes(130), false));

        using EventHistory history = new(file.Path);
        IReadOnlyList<SeriesPoint> hours = await history.ReadSeriesAsync("hall", "motion/0", Made.Start, Made.Start.AddHours(4), 4, _stop);
        Assert.Equal([10, 60, 10], hours.Where(h => h.On > TimeSpan.Zero).Select(h => h.On.TotalMinutes));
        Assert.Equal([1, 0, 0], hours.Where(h => h.On > TimeSpan.Zero).Select(h => h.Count));
    }

    [Fact]
    public async Task ATimeWhoseEndIsLostDoesNotCount()
    {
        using TemporaryFile file = new();
        await WriteAsync(file, Made.Motion("hall", 1, 1, Made.Start, true), Made.Loss("hall", 1, 2, 3), Made.Motion("hall", 1, 5, Made.Start.AddMinutes(30), false));

        using EventHistory history = new(file.Path);
        IReadOnlyList<SeriesPoint> hours = await history.ReadSeriesAsync("hall", "motion/0", Made.Start, Made.Start.AddHours(2), 2, _stop);
        Assert.Equal(TimeSpan.Zero, Assert.Single(hours).On);
    }

    private async Task WriteAsync(TemporaryFile file, params NanoEvent[] events)
    {
        await using HistoryEventSink sink = new(new HistoryOptions { Path = file.Path });
        await sink.LoadAsync(_stop);
        await sink.WriteAsync(events, _stop);
    }
}
