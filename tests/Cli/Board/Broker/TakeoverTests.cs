using System.Net;
using System.Net.Sockets;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Broker;

/// <summary>A client that comes back to its session while the broker still has its old connection.</summary>
public sealed class TakeoverTests : IAsyncLifetime
{
    private const MqttQualityOfServiceLevel Once = MqttQualityOfServiceLevel.AtLeastOnce;
    private const int Returns = 25;

    private readonly EmbeddedBroker _broker = new(IPAddress.Loopback, 0, "hall", "right", trustsThisMachine: false);

    public async ValueTask InitializeAsync() => await _broker.StartAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    // Where the old connection stays open, the broker always has it when the client comes back.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatWasNotAcknowledgedComesAgain(bool staysOpen)
    {
        using RawClient writer = await ConnectAsync("writer");
        List<RawClient> readers = [await ConnectAsync("reader")];
        await readers[0].SubscribeAsync("t");
        for (int bytes = 1; bytes <= 3; bytes++)
        {
            await writer.PublishAsync("t", bytes, Once);
            Assert.Equal(bytes, (await readers[0].ReceiveMessageAsync()).Payload.Length);
        }

        for (int i = 0; i < Returns; i++)
        {
            if (!staysOpen)
            {
                readers[^1].Dispose();
            }

            readers.Add(await ConnectAsync("reader"));
            for (int bytes = 1; bytes <= 3; bytes++)
            {
                Assert.Equal(bytes, (await readers[^1].ReceiveMessageAsync()).Payload.Length);
            }
        }

        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task WhatWasAcknowledgedWithTheLastBytesDoesNotComeAgain()
    {
        using RawClient writer = await ConnectAsync("writer");
        RawClient reader = await ConnectAsync("reader");
        await reader.SubscribeAsync("t");
        for (int i = 1; i <= Returns; i++)
        {
            await writer.PublishAsync("t", i, Once);
            MqttPublishPacket message = await reader.ReceiveMessageAsync();
            Assert.Equal(i, message.Payload.Length);
            await reader.SendAsync(new MqttPubAckPacket { PacketIdentifier = message.PacketIdentifier });
            reader.Dispose();
            reader = await ConnectAsync("reader");
        }

        await reader.AssertNothingCameAsync();
        reader.Dispose();
    }

    // MQTTnet's server neither stops its sender before it says that a connection has ended, nor waits for it.
    [Fact]
    public async Task TheSenderStopsBeforeTheConnectionEnds()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using RawClient reader = await RawClient.OpenAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        using BrokerWire wire = new(await listener.AcceptSocketAsync(cancellation), new BrokerLimits());
        await reader.SendAsync(Connect("reader"));
        Assert.IsType<MqttConnectPacket>(await wire.ReceivePacketAsync(cancellation));
        await wire.SendPacketAsync(new MqttConnAckPacket(), cancellation);

        reader.Dispose();
        Assert.IsType<MqttPingReqPacket>(await wire.ReceivePacketAsync(cancellation));
        Task<MqttPacket?> end = wire.ReceivePacketAsync(cancellation);
        Assert.False(end.IsCompleted);

        using CancellationTokenSource ends = new();
        Task sending = wire.SendPacketAsync(new MqttPublishPacket { Topic = "t" }, ends.Token);
        Assert.Null(await end);
        Assert.False(sending.IsCompleted);
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task TheOldConnectionIsToldWhyAndItsLastWillIsNotPublished()
    {
        using RawClient watcher = await ConnectAsync("watcher");
        await watcher.SubscribeAsync("status");
        using RawClient old = await ConnectAsync("reader", connect => (connect.WillFlag, connect.WillTopic, connect.WillMessage) = (true, "status", [1]));

        using RawClient back = await ConnectAsync("reader");

        Assert.Equal(MqttDisconnectReasonCode.SessionTakenOver, Assert.IsType<MqttDisconnectPacket>(await old.ReceiveAsync()).ReasonCode);
        Assert.Null(await old.ReceiveAsync());
        await watcher.AssertNothingCameAsync();
    }

    [Fact]
    public async Task WhoHasNoPasswordCutsNobody()
    {
        using RawClient reader = await ConnectAsync("reader");
        using RawClient foreign = await RawClient.OpenAsync(_broker.Port);

        Assert.NotEqual(MqttConnectReasonCode.Success, (await foreign.SayWhoAsync("reader")).ReasonCode);

        await reader.AssertNothingCameAsync();
    }

    [Fact]
    public async Task OfManyAtOnceOneStays()
    {
        List<RawClient> readers = [];
        for (int i = 0; i < Returns; i++)
        {
            readers.Add(await RawClient.OpenAsync(_broker.Port));
        }

        await Task.WhenAll(readers.Select(reader => reader.SendAsync(Connect("reader"))));
        List<Task<RawClient>> ends = [.. readers.Select(ReadToEndAsync)];
        while (ends.Count > 1)
        {
            Task<RawClient> end = await Task.WhenAny(ends);
            ends.Remove(end);
            readers.Remove(await end);
        }

        await readers.Single().SendAsync(new MqttSubscribePacket { PacketIdentifier = 1, TopicFilters = [new MqttTopicFilter { Topic = "t" }] });
        await readers.Single().SendAsync(new MqttDisconnectPacket());
        await ends.Single();
    }

    private static async Task<RawClient> ReadToEndAsync(RawClient client)
    {
        while (await client.ReceiveAsync() != null)
        {
            // Its welcome, and why it ends.
        }

        client.Dispose();
        return client;
    }

    private async Task<RawClient> ConnectAsync(string id, Action<MqttConnectPacket>? more = null)
    {
        RawClient client = await RawClient.OpenAsync(_broker.Port);
        MqttConnectPacket connect = Connect(id);
        more?.Invoke(connect);
        await client.SendAsync(connect);
        Assert.Equal(MqttConnectReasonCode.Success, Assert.IsType<MqttConnAckPacket>(await client.ReceiveAsync()).ReasonCode);
        return client;
    }

    private static MqttConnectPacket Connect(string id) => new() { ClientId = id, CleanSession = false, SessionExpiryInterval = 600, Username = "hall", Password = "right"u8.ToArray() };
}
