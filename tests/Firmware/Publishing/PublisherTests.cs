using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class PublisherTests
{
    private const int Linger = 5000;
    private const int Minute = 60000;

    [Fact]
    public void AnUrgentEventGoesAtOnce()
    {
        Bench bench = Bench.Connected();

        bench.Move();
        bench.RunFor(0);

        Assert.Equal([bench.Raised], bench.SentEvents.Select(message => message.Batch.Events));
    }

    [Fact]
    public void AFaultAndAThresholdGoAtOnce()
    {
        Bench bench = Bench.Connected(settings => settings.HighCentiCelsius = 2000);

        bench.Device.TemperatureSensors[0].OnFault(FaultReason.NoAnswer, 100);
        bench.RunFor(100);
        bench.Device.TemperatureSensors[1].OnReading(2000, 110);
        bench.RunFor(0);

        Assert.Equal([["fault"], ["temperature", "threshold"]], bench.SentEvents.Select(message => message.Batch.Events.Select(e => e.Kind)));
    }

    [Fact]
    public void ATemperatureLingersFiveSecondsForCompany()
    {
        Bench bench = Bench.Connected();

        bench.Measure(2000);
        bench.RunFor(3000);
        bench.Measure(2100);
        bench.RunFor(Linger);

        SentMessage message = Assert.Single(bench.SentEvents);
        Assert.Equal(1000 + Linger, message.AtMs);
        Assert.Equal(bench.Raised, message.Batch.Events);
    }

    [Fact]
    public void ATemperatureTravelsWithTheNextUrgentEvent()
    {
        Bench bench = Bench.Connected();

        bench.Measure(2000);
        bench.RunFor(1000);
        bench.Move();
        bench.RunFor(0);

        Assert.Equal([bench.Raised], bench.SentEvents.Select(message => message.Batch.Events));
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(11, 6)]
    [InlineData(512, 64)]
    public void ARingThatIsHalfFullOrHasAFullBatchGoesAtOnce(int capacity, int enough)
    {
        Bench bench = Bench.Connected(settings => settings.RingCapacityEvents = capacity);

        bench.MeasureMany(enough - 1);
        bench.RunFor(1000);
        Assert.Empty(bench.SentEvents);
        bench.MeasureMany(1);
        bench.RunFor(0);

        Assert.Equal(enough, Assert.Single(bench.SentEvents).Batch.Events.Count);
    }

    [Fact]
    public void WhatIsRaisedWhileABatchIsInFlightGathers()
    {
        Bench bench = Bench.Connected();
        bench.Broker.AnswerAfterMs = 2000;

        for (int i = 0; i < 10; i++)
        {
            bench.Move();
            bench.RunFor(100);
        }

        bench.RunFor(5000);
        Assert.Equal([1, 9], bench.SentEvents.Select(message => message.Batch.Events.Count));
        Assert.Equal([1000L, 3000], bench.SentEvents.Select(message => message.AtMs));
    }

    [Fact]
    public void OnlyTheAcknowledgementEmptiesTheOutbox()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.Hang;

        bench.Move();
        bench.RunFor(10_000);
        Assert.Equal((1, 1), (bench.Device.Outbox.Count, bench.Device.Outbox.FirstUnacknowledged));
        bench.Broker.Acknowledge(bench.SentEvents.Single().Token);
        bench.RunFor(0);

        Assert.Equal((0, 2), (bench.Device.Outbox.Count, bench.Device.Outbox.FirstUnacknowledged));
    }

    [Theory]
    [InlineData(BrokerAnswer.Refuse)]
    [InlineData(BrokerAnswer.LoseAcknowledgement)]
    [InlineData(BrokerAnswer.Close)]
    [InlineData(BrokerAnswer.Hang)]
    internal void ARetryHasTheSameEventsAndANewUptime(BrokerAnswer answer)
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = answer;
        bench.MeasureMany(3);
        bench.Move();
        bench.RunFor(10);

        bench.Broker.Answer = BrokerAnswer.Accept;
        bench.Move();
        bench.RunFor(30_000);

        SentMessage[] sent = [.. bench.SentEvents];
        Assert.Equal([4, 4, 1], sent.Select(message => message.Batch.Events.Count));
        Assert.Equal([1u, 1, 5], sent.Select(message => message.Batch.Sequence));
        Assert.Equal(sent[0].Batch.Events, sent[1].Batch.Events);
        Assert.All(sent, message => Assert.Equal(message.AtMs / 10, message.Batch.Sealed));
        Assert.Equal(1, bench.Device.Counters[CounterId.Unacknowledged]);
        new Delivered(bench.Broker.Received).AssertBalance(bench.Raised);
    }

    [Fact]
    public void AMessageThatTheLinkDoesNotTakeIsTriedAgainAfterASecond()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.RejectSend;
        bench.Move();
        bench.RunFor(900);

        bench.Broker.Answer = BrokerAnswer.Accept;
        bench.RunFor(200);

        Assert.Equal(2000, Assert.Single(bench.SentEvents).AtMs);
    }

    [Fact]
    public void TheBootRidesUntilTheFirstAcknowledgement()
    {
        Bench bench = new();
        bench.Broker.AnswerToEvents = BrokerAnswer.Close;
        bench.Schedule.At(3000, () => bench.Move());
        bench.Schedule.At(5000, () => bench.Broker.AnswerToEvents = BrokerAnswer.Accept);

        bench.RunFor(20_000);
        bench.Move();
        bench.RunFor(0);

        SentMessage[] events = [.. bench.SentEvents];
        Assert.InRange(events.Length, 4, 20);
        Assert.All(events[..^1], message => Assert.Equal((2, Boot.FirmwareVersion), message.Batch.BootField));
        Assert.Null(events[^1].Batch.BootField);
        Assert.All(bench.SentStates, message => Assert.Null(message.Batch.BootField));
    }

    [Fact]
    public void NamesAndStateAreToldAtOnceAndThenTheBootWithoutAnyEvent()
    {
        Bench bench = new();

        bench.RunFor(100);

        Assert.Equal([Topic.Names, Topic.State, Topic.Events], bench.Broker.Sent.Select(message => message.Topic));
        Assert.Empty(bench.Broker.Sent[2].Batch.Events);
        Assert.All(bench.Broker.Sent.Skip(1), message => Assert.Equal((1u, 0xABCDEF), (message.Batch.Sequence, message.Batch.Boot)));
    }

    [Fact]
    public void NothingLingersAfterAFlush()
    {
        Bench bench = Bench.Connected();

        bench.Measure(2000);
        bench.Device.Publisher.Flush();
        bench.RunFor(100);

        Assert.Single(bench.SentEvents);
        Assert.True(bench.Device.Publisher.IsIdle);
    }

    [Fact]
    public void CountersThatChangedAreToldUntilTheyAreAcknowledged()
    {
        Bench bench = Bench.Connected();
        bench.Broker.Answer = BrokerAnswer.Refuse;
        bench.Device.TemperatureSensors[0].OnFault(FaultReason.NoAnswer, 100);
        bench.RunFor(10);

        bench.Broker.Answer = BrokerAnswer.Accept;
        bench.RunFor(2000);
        bench.Move();
        bench.RunFor(100);

        Dictionary<long, long> first = new() { [CounterId.SensorFailures] = 1 };
        Dictionary<long, long> retry = new() { [CounterId.SensorFailures] = 1, [CounterId.Unacknowledged] = 1 };
        Assert.Equal([first, retry, []], bench.SentEvents.Select(message => message.Batch.Counters));
    }

    [Fact]
    public void AnEventFromBeforeTheTimeWasKnownTravelsWithTheAnchorWhenItIs()
    {
        Bench bench = Bench.Connected();
        bench.Measure(2000);

        bench.RunFor(Minute / 60);
        bench.Device.WallClock.Set(1_500_000_002_000, 2000, 25);
        bench.RunFor(Linger);

        BatchBytes batch = Assert.Single(bench.SentEvents).Batch;
        // 25 ms and a started tick of drift, which the short form rounds up to 70 ms. The state has told when the device started.
        Assert.Equal((true, 7u), (batch.IsShort, batch.AnchorError));
        Assert.Equal(150_000_000_000 + 100, batch.Events[0].Ticks);
        Assert.Equal(100, batch.UptimeLow);
    }
}
