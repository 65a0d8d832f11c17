using NanoEvents.Firmware.Tests.Store;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

/// <summary>A batch is short when it has nothing to say but its events, and the broker knows when the device started.</summary>
public sealed class ShortFormTests
{
    private const long UnixMs = 1_700_000_000_000;

    [Fact]
    public void WithoutTheTimeABatchIsLong()
    {
        Bench bench = Bench.Connected();

        Assert.False(Send(bench).IsShort);
    }

    [Fact]
    public void WhenTheStateHasToldTheTimeABatchIsShortAndSaysWhatALongOneSays()
    {
        Bench bench = Timed();

        BatchBytes batch = Send(bench);

        Assert.True(batch.IsShort);
        long uptime = bench.Raised.Last().Ticks;
        Assert.Equal([bench.Raised.Last() with { Ticks = (UnixMs - 1000) / 10 + uptime }], batch.Events);
        Assert.Equal(uptime & 0xFF, batch.UptimeLow);
        Assert.Equal((1u, 0xABCDEF), (batch.Sequence, batch.Boot));
        Assert.Equal(14, bench.SentEvents.Last().Bytes);
    }

    [Fact]
    public void TheStartIsToldInTheLongForm()
    {
        Bench bench = new();
        bench.Device.WallClock.Set(UnixMs, 0, 0);
        bench.Move();
        bench.RunFor(1000);

        BatchBytes first = bench.SentEvents.First().Batch;
        Assert.Equal((false, true), (first.IsShort, first.BootField is not null));
        Assert.True(Send(bench).IsShort);
    }

    [Fact]
    public void CountersThatHaveChangedAreToldInTheLongForm()
    {
        Bench bench = Timed();
        bench.Device.Counters.Add(CounterId.MissedEdges);

        BatchBytes told = Send(bench);

        Assert.Equal((false, 1), (told.IsShort, told.Counters.Count));
        Assert.True(Send(bench).IsShort);
    }

    [Fact]
    public void WhatTheFullRingDroppedIsToldInTheLongForm()
    {
        Bench bench = Timed(settings => settings.RingCapacityEvents = 16);
        bench.Broker.IsUp = false;
        bench.Broker.GoAway();
        bench.RunFor(100);
        for (int i = 0; i < 20; i++)
        {
            bench.Move();
        }

        bench.Broker.IsUp = true;
        bench.RunFor(120_000);

        Assert.Equal((false, 4u), (bench.SentEvents.First().Batch.IsShort, bench.SentEvents.First().Batch.Overflow));
        Assert.True(Send(bench).IsShort);
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(-80, true)]
    [InlineData(90, false)]
    [InlineData(-90, false)]
    public void AClockThatHasMovedByMoreThan8TicksIsToldInTheLongForm(int movedMs, bool isShort)
    {
        Bench bench = Timed();
        bench.Device.WallClock.Set(UnixMs + bench.Clock.UptimeMs - 1000 + movedMs, bench.Clock.UptimeMs, 0);

        Assert.Equal(isShort, Send(bench).IsShort);
        Assert.True(Send(bench).IsShort);
    }

    [Fact]
    public void ALongBatchThatIsNotAcknowledgedHasToldNothing()
    {
        Bench bench = Timed();
        bench.Device.WallClock.Set(UnixMs, bench.Clock.UptimeMs, 0);
        bench.Broker.Answer = BrokerAnswer.Refuse;
        bench.Move();
        bench.RunFor(100);
        bench.Broker.Answer = BrokerAnswer.Accept;
        bench.RunFor(5000);

        Assert.Equal([false, false], bench.SentEvents.Select(message => message.Batch.IsShort));
    }

    [Fact]
    public void AClockThatMayBeOffByMoreThanTheShortFormCanSayIsToldInTheLongForm()
    {
        Bench bench = Timed();
        bench.Device.WallClock.Set(UnixMs + bench.Clock.UptimeMs - 1000, bench.Clock.UptimeMs, (BatchFormat.MaxShortError + 1) * BatchFormat.TickMs);

        Assert.Equal((false, (uint)BatchFormat.MaxShortError + 1), (Send(bench).IsShort, bench.SentEvents.Last().Batch.AnchorError));
    }

    [Fact]
    public void WhatGoesIntoTheStoreIsLong()
    {
        MemoryPages pages = new();
        Bench bench = new(settings => settings.StoreKilobytes = 32, pages);
        bench.Device.WallClock.Set(UnixMs, 0, 0);
        bench.Move();
        bench.RunFor(400_000);
        bench.Broker.IsUp = false;
        bench.Broker.GoAway();
        bench.RunFor(100);
        bench.Move();
        bench.RunFor(400_000);
        bench.Broker.Sent.Clear();

        bench.Broker.IsUp = true;
        bench.RunFor(120_000);

        Assert.Equal((false, 2u), (bench.SentEvents.First().Batch.IsShort, bench.SentEvents.First().Batch.Sequence));
    }

    // A device whose state has told the time, at uptime 1 s.
    private static Bench Timed(Action<Settings>? set = null)
    {
        Bench bench = Bench.Connected(set);
        bench.Device.WallClock.Set(UnixMs, bench.Clock.UptimeMs, 0);
        bench.RunFor(100);
        bench.Broker.Sent.Clear();
        return bench;
    }

    private static BatchBytes Send(Bench bench)
    {
        bench.Move();
        bench.RunFor(100);
        return bench.SentEvents.Last().Batch;
    }
}
