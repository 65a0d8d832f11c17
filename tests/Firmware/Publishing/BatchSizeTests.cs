using NanoEvents.Firmware.Tests.Store;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

/// <summary>A broker that finds batches too large gets smaller ones.</summary>
public sealed class BatchSizeTests
{
    private const int Minute = 60_000;

    [Theory]
    [InlineData(BrokerAnswer.Close, 60)]
    [InlineData(BrokerAnswer.Close, 100)]
    [InlineData(BrokerAnswer.Refuse, 60)]
    internal void EachEventComesOnceThoughTheBrokerTakesNoLargeBatch(BrokerAnswer answer, int maxBytes)
    {
        Bench bench = Bench.Connected();
        (bench.Broker.MaxBytes, bench.Broker.AnswerToLonger) = (maxBytes, answer);
        bench.MeasureMany(200);

        bench.RunFor(55_000);

        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
        Assert.True(bench.Device.Publisher.IsIdle);
        Assert.InRange(bench.Device.Publisher.Size.MaxEvents, 2, 32);
        Assert.InRange(bench.Broker.TriedAt.Count, 1, 40);
        Assert.Contains("the broker has refused larger batches", DeviceReport.Refused(bench.Device));
    }

    [Fact]
    public void AnEventThatIsRefusedAloneWaitsAndThatIsSaid()
    {
        Bench bench = Bench.Connected();
        bench.Broker.AnswerToEvents = BrokerAnswer.Refuse;
        bench.MeasureMany(100);

        bench.RunFor(10 * Minute);
        Assert.True(bench.Device.Publisher.Size.IsStuck);
        Assert.Contains("refuses even a single event", DeviceReport.Refused(bench.Device));
        bench.Broker.AnswerToEvents = null;
        bench.RunFor(2 * Minute);

        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
        Assert.Empty(DeviceReport.Refused(bench.Device));
        Assert.Equal(64, bench.Device.Publisher.Size.MaxEvents);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(100, 63)]
    [InlineData(100, 99)]
    [InlineData(1, 0)]
    public void AnEventThatIsRefusedForEverIsGivenUpAndToldAndTheRestFlows(int events, int refused)
    {
        Bench bench = Bench.Connected();
        uint poison = (uint)refused + 1;
        bench.Broker.Refuses = batch => Has(batch, poison);
        bench.MeasureMany(events);

        bench.RunFor(9 * Minute);
        Assert.True(bench.Device.Publisher.Size.IsStuck);
        bench.RunFor(4 * Minute);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Equal([poison], delivered.Dropped);
        Assert.True(bench.Device.Publisher.IsIdle);
        Assert.False(bench.Device.Publisher.Size.IsStuck);
        Assert.Equal(1, bench.Device.Tally[CounterId.Dropped]);
    }

    [Fact]
    public void ABrokerThatRefusesEveryEventCostsFewOfThem()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Refuses = _ => true;
        bench.MeasureMany(100);

        bench.RunFor(24 * 60 * Minute);
        bench.Broker.Refuses = null;
        bench.RunFor(2 * Minute);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.InRange(delivered.Dropped.Count, 1, 8);
    }

    [Fact]
    public void ABrokerThatTakesNothingAtAllCostsNoEventWithinADay()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.Close;
        bench.MeasureMany(100);

        bench.RunFor(23 * 60 * Minute);
        bench.Broker.Answer = BrokerAnswer.Accept;
        bench.RunFor(2 * Minute);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Empty(delivered.Dropped);
    }

    [Fact]
    public void WhereTheLimitIsGoneBatchesGrowAgain()
    {
        Bench bench = Bench.Connected();
        bench.Broker.MaxBytes = 60;
        bench.MeasureMany(64);
        bench.RunFor(5 * Minute);
        bench.Broker.MaxBytes = int.MaxValue;

        for (int i = 0; i < 20; i++)
        {
            bench.MeasureMany(10);
            bench.RunFor(Minute);
        }

        Assert.Equal(64, bench.Device.Publisher.Size.MaxEvents);
        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
    }

    [Fact]
    public void NamesThatTheBrokerDoesNotTakeAreSentSeldomAndStopNothing()
    {
        string[] names = ["a thermometer's long name", "another one's long name"];
        Bench bench = Bench.Connected(settings => settings.ThermometerNames = settings.MotionSensorNames = names);
        bench.Broker.MaxBytes = 70;
        bench.Device.Connection.Abort();
        bench.Measure(2000);
        bench.RunFor(Minute);

        for (int i = 0; i < 20; i++)
        {
            bench.Move();
            bench.RunFor(Minute);
        }

        Assert.Equal(4, bench.SentNames.Count());
        Assert.InRange(bench.SentStates.Count(), 20, 30);
        Assert.Contains("the broker has refused the names", DeviceReport.Refused(bench.Device));
        Assert.InRange(bench.Broker.TriedAt.Count, 1, 7);
        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
    }

    [Fact]
    public void AStateThatIsNeverTakenCostsOneConnectionAMinuteAtMost()
    {
        Bench bench = Bench.Connected();
        bench.Broker.MaxBytes = 20;
        bench.Measure(2000);

        for (int i = 0; i < 20; i++)
        {
            bench.Move();
            bench.RunFor(Minute);
        }

        Assert.InRange(bench.Broker.TriedAt.Count, 1, 40);
        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(500)]
    [InlineData(900)]
    public void AStoredEventThatIsRefusedForEverIsGivenUpAndTheStartIsStillTold(uint poison)
    {
        MemoryPages pages = new();
        Bench bench = Stored(pages);
        (bench.Broker.IsUp, bench.Broker.Refuses) = (true, batch => Has(batch, poison));

        bench.RunFor(20 * Minute);

        Delivered delivered = new(bench.Broker.Received);
        delivered.AssertBalance(bench.Raised);
        Assert.Equal([poison], delivered.Dropped);
        Assert.True(bench.Device.Publisher.IsIdle);
        Assert.Equal(0, pages.Count);
        Assert.Equal(1, bench.Device.Tally[CounterId.Dropped]);
        Assert.NotNull(bench.Broker.Received.First(message => message.IsEvents).Batch.BootField);
    }

    [Fact]
    public void WhatIsStoredComesInPartsToo()
    {
        MemoryPages pages = new();
        Bench bench = Stored(pages);
        (bench.Broker.IsUp, bench.Broker.MaxBytes) = (true, 100);
        bench.RunFor(20 * Minute);

        Assert.All(bench.Broker.Received, message => Assert.InRange(message.Bytes, 1, 100));
        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
        Assert.True(bench.Device.Publisher.IsIdle);
        Assert.Equal(0, pages.Count);
    }
    private static bool Has(BatchBytes batch, uint number) => number >= batch.Sequence && number - batch.Sequence < batch.Events.Count;

    private static Bench Stored(MemoryPages pages)
    {
        Bench bench = new(settings => settings.StoreKilobytes = 32, pages);
        bench.Broker.IsUp = false;
        for (int i = 0; i < 1000; i++)
        {
            bench.Measure(i % 2 == 0 ? 2000 : 2100);
            bench.RunFor(10_000);
        }

        Assert.NotEqual(0, pages.Count);
        return bench;
    }
}
