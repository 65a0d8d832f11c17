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
    public async Task ABodyThatBlocksItsThreadDoesNotStopTheReadingOfTheWire()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address });
        InFlight inFlight = reader.Client.InFlight!;
        using ManualResetEventSlim inBody = new();
        using ManualResetEventSlim goOn = new();
        Task<NanoEvent> first = BlockAsync(reader, inBody, goOn);
        await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true });
        inBody.Wait(TestContext.Current.CancellationToken);

        for (uint i = 2; i <= 20; i++)
        {
            await broker.SendAsync(TestBatch.Of(i, 1));
        }

        await TestReader.UntilAsync(() => inFlight.Most == 20);
        Assert.False(first.IsCompleted);
        goOn.Set();
        Assert.Equal(EventKind.Boot, (await first).Kind);
        Assert.Equal(Enumerable.Range(1, 20), (await reader.NextAsync(20)).Select(e => (int)e.Sequence!));
    }

    [Fact]
    public async Task APausedConnectionIsReadAgainWhenThereIsRoomForManyOrWhenTheReaderWaits()
    {
        InFlight inFlight = new(4, TimeProvider.System);
        InFlight.Intake intake = inFlight.Begin();
        intake.Opened();
        Delivery[] eight = [.. Enumerable.Range(0, 8).Select(_ => intake.Take(null))];
        Assert.True(intake.IsFull);

        foreach (Delivery delivery in eight[..4])
        {
            await delivery.AcknowledgeAsync();
            Assert.True(intake.IsFull);
        }

        await eight[4].AcknowledgeAsync();
        Assert.False(intake.IsFull);

        // Nobody but the reader can acknowledge what it holds, and it may want more before it does.
        eight = [.. Enumerable.Range(0, 5).Select(_ => intake.Take(null))];
        await eight[0].AcknowledgeAsync();
        Assert.True(intake.IsFull);
        inFlight.SetReaderWaits(true);
        Assert.False(intake.IsFull);
        intake.Take(null);
        Assert.True(intake.IsFull);
        await eight[1].AcknowledgeAsync();
        Assert.False(intake.IsFull);
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
        var inFlight = new InFlight(1, TimeProvider.System);
        InFlight.Intake intake = inFlight.Begin();
        var wire = new SilentWire();
        var adapter = new PacedAdapter(wire, null, new MqttClientOptions(), new Inbox(inFlight, TimeProvider.System), intake, (in _, _) => { });
        intake.Opened();
        Delivery[] two = [intake.Take(null), intake.Take(null)];
        CancellationToken stop = TestContext.Current.CancellationToken;

        Task<MQTTnet.Packets.MqttPacket> received = adapter.ReceivePacketAsync(stop);
        Assert.False(received.IsCompleted);
        await adapter.SendPacketAsync(MQTTnet.Packets.MqttPingReqPacket.Instance, stop);

        Assert.IsType<MQTTnet.Packets.MqttPingRespPacket>(await received);
        Assert.Equal((1, 0), (wire.Sent, wire.Read));
        await two[1].AcknowledgeAsync();
        await two[0].AcknowledgeAsync();
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

    private static async Task<NanoEvent> BlockAsync(TestReader reader, ManualResetEventSlim inBody, ManualResetEventSlim goOn)
    {
        NanoEvent e = await reader.NextAsync().ConfigureAwait(false);
        inBody.Set();
        goOn.Wait(TestContext.Current.CancellationToken);
        return e;
    }
}
