using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class DeviceStateTests
{
    [Fact]
    public void AStateShowsValuesNamesAndCounters()
    {
        var timeline = new DeviceTimeline("hall", TimeSpan.FromSeconds(5));
        timeline.TryAdd(Vector.Load("state").Bytes, TimelineRun.Start, retained: true, out _);

        DeviceState state = timeline.GetState();

        Assert.Equal((0x123456, 43u, 4u, null), (state.BootId, state.NextSequence, state.Waiting, state.LastSeen));
        Assert.Equal(12, state.Counters["edges"]);
        Assert.Equal(["hall", "freezer", "front door", "Küche"], state.Sources.Select(s => s.Name));
        Assert.Equal([21.53, -5.12, null, null], state.Sources.Select(s => s.Celsius));
        Assert.Equal([null, "no-answer", null, null], state.Sources.Select(s => s.Fault));
        Assert.Equal([null, null, true, null], state.Sources.Select(s => s.Moving));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 29, 800, TimeSpan.Zero), state.Sources[0].Time);
    }

    [Fact]
    public void EventsKeepTheStateUp()
    {
        var run = new TimelineRun();
        run.Add(TestBatch.State(7) with { Count = 1, Name = "hall" }, retained: true);
        Assert.Equal(0.07, run.Timeline.GetState().Sources[0].Celsius);

        run.Add(TestBatch.Of(5, 1));
        Assert.Equal(0.07, run.Timeline.GetState().Sources[0].Celsius);

        run.Add(TestBatch.Of(6, 3));
        Assert.Equal((0.08, "hall"), (run.Timeline.GetState().Sources[0].Celsius, run.Timeline.GetState().Sources[0].Name));
        Assert.Equal(9u, run.Timeline.GetState().NextSequence);
        Assert.Equal(run.Now, run.Timeline.GetState().LastSeen);
    }

    [Fact]
    public void EventsCarryTheNamesOfTheirSources()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(1) with { Name = "hall" }).Add(TestBatch.Of(1, 1));

        Assert.Equal("hall", run.TakeEvents()[0].Name);
    }

    [Fact]
    public void AStateOfALaterBootIsNotSpoiltByEventsOfTheOneBefore()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.State(7) with { Boot = 2, Count = 1 }, retained: true).Add(TestBatch.Of(50, 1));

        DeviceState state = run.Timeline.GetState();

        Assert.Equal((2, 0.07), (state.BootId, state.Sources[0].Celsius));
    }

    [Fact]
    public void ANewBootForgetsTheValuesOfTheOldOne()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(50, 1)).Add(new TestBatch { Boot = 2, HasBoot = true });

        DeviceState state = run.Timeline.GetState();

        Assert.Equal((2, "1", 0), (state.BootId, state.Firmware, state.Sources.Count));
    }

    [Fact]
    public void AStateThatCameBeforeItsBootsEventsDoesNotHoldThePresentAtThatBoot()
    {
        TimelineRun run = new TimelineRun().Add(TestBatch.Of(50, 1)).Add(TestBatch.State(7) with { Boot = 2, Count = 1 }, retained: true);
        Assert.Equal(2, run.Timeline.GetState().BootId);

        run.Add(TestBatch.Of(1, 6) with { Boot = 2, HasBoot = true });
        Assert.Equal((2, 7u), (run.Timeline.GetState().BootId, run.Timeline.GetState().NextSequence));

        run.Add(TestBatch.Of(1, 2) with { Boot = 3, HasBoot = true });
        Assert.Equal((3, 3u, 0.02), (run.Timeline.GetState().BootId, run.Timeline.GetState().NextSequence, run.Timeline.GetState().Sources[0].Celsius));
    }

    [Fact]
    public void EachMeasurementOfASourceHasItsLastReading()
    {
        var run = new TimelineRun();
        run.Add(Readings(1, (EventKind.Temperature, 2000), (EventKind.Humidity, 5000), (EventKind.Pressure, 101_300)));
        Assert.Equal(["20", "50", "1013"], Shown(run));

        run.Add(Readings(4, (EventKind.Humidity, 5100), (EventKind.Pressure, 101_400)));
        Assert.Equal(["20", "51", "1014"], Shown(run));

        run.Add(Readings(6, (EventKind.Temperature, 2100), (EventKind.Humidity, 5200)));
        Assert.Equal(["21", "52", "1014"], Shown(run));
    }

    [Fact]
    public void AStateSaysEverythingAndWhatItDoesNotSayIsForgotten()
    {
        var run = new TimelineRun();
        run.Add(TestBatch.State(5, waiting: 2) with { Boot = 1, Count = 1, Name = "hall" });
        Assert.Equal((1, 5u, 2u), (run.Timeline.GetState().BootId, run.Timeline.GetState().NextSequence, run.Timeline.GetState().Waiting));

        run.Add(TestBatch.State(5) with { Boot = 1, Name = "hall" });

        Assert.Equal((5u, 0u, 1), (run.Timeline.GetState().NextSequence, run.Timeline.GetState().Waiting, run.Timeline.GetState().Sources.Count));
        Assert.Equal(("hall", null), (run.Timeline.GetState().Sources[0].Name, run.Timeline.GetState().Sources[0].Celsius));
    }

    [Fact]
    public void ABatchThatComesLateDoesNotTakeTheNextNumberBack()
    {
        var run = new TimelineRun();
        run.Add(TestBatch.State(9));
        run.Add(TestBatch.Of(7, 2));
        Assert.Equal(9u, run.Timeline.GetState().NextSequence);

        run.Add(TestBatch.Of(9, 1));

        Assert.Equal(10u, run.Timeline.GetState().NextSequence);
    }

    [Fact]
    public void SixtyFourCountersAreKeptAndStayUpToDate()
    {
        var run = new TimelineRun();
        run.Add(Counters(1, first: 100, count: 70, value: 1));
        Assert.Equal(Enumerable.Repeat(1L, 64), run.Timeline.GetState().Counters.Values);

        run.Add(Counters(1, first: 150, count: 70, value: 2));

        Assert.Equal(64, run.Timeline.GetState().Counters.Count);
        Assert.Equal(14, run.Timeline.GetState().Counters.Values.Count(value => value == 2));
    }

    [Fact]
    public void EverySourceHasItsOwnPlace()
    {
        var writer = new BatchWriter();
        writer.Begin(0xB001, 1, 10_000, false);
        writer.EndFields();
        foreach (int source in new[] { 0, 1, 30, 31 })
        {
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, source, false, 0), 9000, 100 * source);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, source, source % 2 == 1, 0), 9000, 0);
        }

        IReadOnlyList<SourceState> sources = Added(writer).Timeline.GetState().Sources;

        Assert.Equal([0, 1, 30, 31, 0, 1, 30, 31], sources.Select(s => s.Source));
        Assert.Equal([0, 1, 30, 31, null, null, null, null], sources.Select(s => s.Celsius));
        Assert.Equal([null, null, null, null, false, true, false, true], sources.Select(s => s.Moving));
    }

    [Fact]
    public void TheStatusTextSaysWhetherADeviceIsOnline()
    {
        var run = new TimelineRun();
        Assert.Null(run.Timeline.GetState().Online);

        run.Timeline.SetStatus("online firmware=1 boot=b001 wake=timer"u8);
        Assert.True(run.Timeline.GetState().Online);

        run.Timeline.SetStatus("offline"u8);
        Assert.False(run.Timeline.GetState().Online);
    }

    private static string[] Shown(TimelineRun run) =>
        [.. Assert.Single(run.Timeline.GetState().Sources).Readings.Select(reading => reading.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static byte[] Readings(int first, params (EventKind Kind, int Value)[] readings)
    {
        var writer = new BatchWriter();
        writer.Begin(0xB001, first, 10_000, false);
        writer.EndFields();
        foreach ((EventKind kind, int value) in readings)
        {
            writer.PutEvent(EventWord.Pack(kind, 0, false, 0), 9000, value);
        }

        return writer.Buffer[..writer.End()];
    }

    private static byte[] Counters(int next, int first, int count, uint value)
    {
        var writer = new BatchWriter();
        writer.Begin(0xB001, next, 10_000, true);
        writer.BeginField(BatchFormat.FieldCounters, true);
        for (int id = first; id < first + count; id++)
        {
            writer.PutVarint((uint)id);
            writer.PutVarint(value);
        }

        writer.EndField(true);
        writer.EndFields();
        return writer.Buffer[..writer.End()];
    }

    private static TimelineRun Added(BatchWriter writer) => new TimelineRun().Add(writer.Buffer[..writer.End()]);
}
