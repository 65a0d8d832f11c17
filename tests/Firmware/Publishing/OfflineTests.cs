using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class OfflineTests
{
    private const int Hour = 3_600_000;

    [Fact]
    public void AnOfflineBrokerLosesNothingThatTheRingHolds()
    {
        Bench bench = Bench.Connected();
        bench.Broker.GoAway();

        MoveEveryTenSeconds(bench, 512);
        Return(bench);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Empty(delivered.Dropped);
    }

    [Fact]
    public void AfterHoursOfflineTheNewestAreThereAndTheOthersAreAnnouncedAsDropped()
    {
        Bench bench = Bench.Connected();
        bench.Broker.GoAway();

        MoveEveryTenSeconds(bench, 5000);
        Return(bench);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Equal(Enumerable.Range(1, 5000 - 512).Select(i => (uint)i), delivered.Dropped);
        Assert.Equal(5000 - 512, bench.Broker.Sent[^1].Batch.Counters[CounterId.Dropped]);
        Assert.True(bench.Device.Publisher.IsIdle);
    }

    [Fact]
    public void AfterADayWithoutABrokerSinceTheStartTheStartGetsThroughFirst()
    {
        Bench bench = new();
        bench.Broker.IsUp = false;
        MoveEveryTenSeconds(bench, 24 * 360);
        bench.Broker.AnswerToEvents = BrokerAnswer.Refuse;
        Return(bench);
        bench.Broker.AnswerToEvents = null;
        bench.RunFor(120_000);

        SentMessage[] received = [.. bench.Broker.Received.Where(message => message.IsEvents)];
        Assert.Equal(((int)BootCause.Timer, Boot.FirmwareVersion), received[0].Batch.BootField);
        Assert.All(received[1..], message => Assert.Null(message.Batch.BootField));
        Delivered delivered = new(received);
        delivered.AssertBalance(bench.Raised);
        Assert.Equal(Enumerable.Range(1, (24 * 360) - 512).Select(i => (uint)i), delivered.Dropped);
    }

    [Fact]
    public void WhatIsOnItsWayWhenTheBrokerGoesIsNeverDropped()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.Close;
        bench.MeasureMany(64);
        bench.RunFor(0);
        bench.Broker.GoAway();
        bench.MeasureMany(1000);
        bench.RunFor(Hour);

        bench.Broker.Answer = BrokerAnswer.Accept;
        Return(bench);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Equal(Enumerable.Range(65, 1000 - 512).Select(i => (uint)i), delivered.Dropped);
    }

    private static void MoveEveryTenSeconds(Bench bench, int events)
    {
        for (int i = 0; i < events; i++)
        {
            bench.RunFor(10_000);
            bench.Move();
        }
    }

    private static void Return(Bench bench)
    {
        bench.Broker.IsUp = true;
        bench.RunFor(120_000);
    }
}
