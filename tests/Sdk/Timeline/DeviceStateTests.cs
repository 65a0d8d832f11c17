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
    public void TheStatusTextSaysWhetherADeviceIsOnline()
    {
        var run = new TimelineRun();
        Assert.Null(run.Timeline.GetState().Online);

        run.Timeline.SetStatus("online firmware=1 boot=b001 wake=timer"u8);
        Assert.True(run.Timeline.GetState().Online);

        run.Timeline.SetStatus("offline"u8);
        Assert.False(run.Timeline.GetState().Online);
    }
}
