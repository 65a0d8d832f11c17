using MQTTnet;
using Xunit;

namespace NanoEvents.Tests;

public sealed class BackPressureTests
{
    private const int Batches = 4_000;

    [Fact]
    public async Task ASlowReaderHoldsNoMoreThanTwiceWhatItHasAskedFor()
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: Batches);
        EventClientOptions options = new() { Broker = broker.Address, Session = "slow", ReceiveMaximum = 16 };
        await using TestReader reader = await TestReader.ConnectAsync(options);
        InFlight inFlight = reader.Client.InFlight!;

        // This broker does not keep to Receive Maximum: it sends all that it has.
        await broker.SendAsync(TestBatch.Of(1, 64) with { HasBoot = true });
        await reader.NextAsync();
        for (uint i = 1; i < Batches; i++)
        {
            await broker.SendAsync(TestBatch.Of(1 + (i * 64), 64));
        }

        await TestReader.UntilAsync(() => inFlight.IsFull);
        Assert.Equal(32, inFlight.Most);
        uint last = 0;
        for (int i = 0; i < Batches * 64; i++)
        {
            last = (await reader.NextAsync()).Sequence!.Value;
        }

        Assert.Equal((Batches * 64u, 0L, 32), (last, reader.Client.Stats.Lost, inFlight.Most));
    }

    [Fact]
    public async Task APauseNeitherLosesTheConnectionNorMakesAGap()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        EventClientOptions options = new() { Broker = broker.Address, Session = "slow", ReceiveMaximum = 1, GapPatience = TimeSpan.FromMinutes(1) };
        await using TestReader reader = await TestReader.ConnectAsync(options);
        await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true });
        await reader.NextAsync();

        // The state says that ten have left the device, and nine of them wait behind it, in the wire.
        for (uint i = 2; i <= 10; i++)
        {
            await broker.SendAsync(TestBatch.Of(i, 1));
            await broker.SendAsync(TestBatch.State(11));
        }

        await TestReader.UntilAsync(() => reader.Client.InFlight!.IsFull);
        List<NanoEvent> events = await reader.NextAsync(10);

        Assert.Equal([.. Enumerable.Range(1, 10).Select(i => (uint?)i)], events.Select(e => e.Sequence));
        Assert.Single(reader.Notices, r => r.Kind == NoticeKind.Connected);
    }

    [Fact]
    public async Task APingIsAnsweredWhileNothingIsRead()
    {
        InFlight.Intake intake = new InFlight(1, TimeProvider.System).Begin();
        var wire = new SilentWire();
        var adapter = new PacedAdapter(wire, null, new MqttClientOptions(), intake, (in _, _) => { });
        intake.Opened();
        Delivery[] two = [intake.Take(null), intake.Take(null)];
        CancellationToken stop = TestContext.Current.CancellationToken;

        Task<MQTTnet.Packets.MqttPacket> received = adapter.ReceivePacketAsync(stop);
        Assert.False(received.IsCompleted);
        await adapter.SendPacketAsync(MQTTnet.Packets.MqttPingReqPacket.Instance, stop);

        Assert.IsType<MQTTnet.Packets.MqttPingRespPacket>(await received);
        Assert.Equal((1, 0), (wire.Sent, wire.Read));
        await two[1].AcknowledgeAsync();
        _ = adapter.ReceivePacketAsync(stop);
        Assert.Equal(1, wire.Read);
    }

    [Fact]
    public async Task WhatAClosedConnectionHasLeftDoesNotHoldUpTheNextOne()
    {
        var inFlight = new InFlight(1, TimeProvider.System);
        inFlight.Connected();
        InFlight.Intake first = inFlight.Begin();
        first.Opened();
        Delivery[] left = [first.Take(null), first.Take(null)];
        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);

        first.End();
        Assert.NotEqual(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);

        InFlight.Intake second = inFlight.Begin();
        second.Opened();
        second.Take(null);
        second.Take(null);
        await left[0].AcknowledgeAsync();
        Assert.Equal(DateTimeOffset.MaxValue, inFlight.CaughtUpSince);
    }
}
