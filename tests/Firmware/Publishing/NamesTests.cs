using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class NamesTests
{
    [Fact]
    public void NamesAreSentBeforeStateAndEventsAndNotAgainOnTheSameConnection()
    {
        Bench bench = Named();
        bench.Move();

        bench.RunFor(600_000);

        Assert.Equal([Topic.Names, Topic.State, Topic.Events], bench.Broker.Sent.Take(3).Select(message => message.Topic));
        BatchBytes names = Assert.Single(bench.SentNames).Batch;
        Assert.Equal([(0, 0, "küche"), (1, 1, "door")], names.Names);
        Assert.True(names.IsState);
        Assert.Empty(names.Events);
        Assert.All(bench.SentStates, message => Assert.Empty(message.Batch.Names));
    }

    /// <summary>A broker that was started anew may have forgotten them.</summary>
    [Fact]
    public void NamesAreSentAgainWithTheNextConnection()
    {
        Bench bench = Named();
        bench.RunFor(10_000);

        bench.Broker.GoAway();
        bench.RunFor(10_000);
        bench.Broker.IsUp = true;
        bench.RunFor(20_000);

        Assert.Equal(2, bench.SentNames.Count());
    }

    /// <summary>Late subscribers must not get names that the settings no longer have.</summary>
    [Fact]
    public void ADeviceWithoutNamesSaysSo()
    {
        Bench bench = new();

        bench.RunFor(1000);

        Assert.Empty(Assert.Single(bench.SentNames).Batch.Names);
    }

    [Fact]
    public void NamesThatAreRefusedComeAgainAfterAnHour()
    {
        Bench bench = Named();
        bench.Broker.AnswerToNames = BrokerAnswer.Refuse;
        bench.RunFor(3_000_000);
        int refused = bench.SentNames.Count();

        bench.Broker.AnswerToNames = null;
        bench.RunFor(1_000_000);

        Assert.Equal(4, refused);
        Assert.Equal(5, bench.SentNames.Count());
        Assert.False(bench.Device.Retained.AreNamesRefused);
    }

    /// <summary>An acknowledgement of names says nothing about the counters of a batch that was refused before.</summary>
    [Fact]
    public void NamesDoNotAcknowledgeCounters()
    {
        Bench bench = Named();
        bench.RunFor(1000);
        bench.Device.Counters.Add(Protocol.CounterId.Debounced);
        bench.Broker.AnswerToEvents = BrokerAnswer.Close;
        bench.Move();
        bench.RunFor(500);
        bench.Broker.AnswerToEvents = null;
        bench.Broker.AnswerToStates = BrokerAnswer.Refuse;

        bench.RunFor(30_000);

        Assert.Equal(1, bench.Broker.Received.Last(message => message.IsEvents).Batch.Counters[Protocol.CounterId.Debounced]);
    }

    [Fact]
    public void WhatIsSentIsCountedByKind()
    {
        Bench bench = Named();
        bench.Move();
        bench.RunFor(150_000);

        Traffic traffic = bench.Device.Connection.Traffic;

        Assert.Equal(1, traffic.Connections);
        foreach (int topic in new[] { Topic.Events, Topic.State, Topic.Names })
        {
            SentMessage[] sent = [.. bench.Broker.Sent.Where(message => message.Topic == topic)];
            Assert.Equal((sent.Length, sent.Sum(message => message.Bytes)), (traffic.Messages(topic), traffic.Bytes(topic)));
        }
    }

    private static Bench Named() => new(settings => (settings.ThermometerNames, settings.MotionSensorNames) = (["küche"], [null!, "door"]));
}
