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

    // The old connection is still open. Of one that the client has closed the broker knows soon after; then it is its sender that must have stopped, as below.
    [Fact]
    public async Task WhatWasNotAcknowledgedComesAgain()
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
            readers.Add(await ConnectAsync("reader"));
            for (int bytes = 1; bytes <= 3; bytes++)
            {
                Assert.Equal(bytes, (await readers[^1].ReceiveMessageAsync()).Payload.Length);
            }
        }

        readers.ForEach(reader => reader.Dispose());
    }

    // The broker is busy with a message of the client while the acknowledgement behind it waits, and the client comes back.
    [Fact]
    public async Task WhatWasAcknowledgedWithTheLastBytesDoesNotComeAgain()
    {
        TaskCompletionSource isFree = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _broker.Filter = async message =>
        {
            await (message.Topic == "busy" ? isFree.Task : Task.CompletedTask);
            return true;
        };
        using RawClient writer = await ConnectAsync("writer");
        using RawClient old = await ConnectAsync("reader");
        await old.SubscribeAsync("t");
        await writer.PublishAsync("t", 1, Once);
        Assert.IsType<MqttPubAckPacket>(await writer.ReceiveAsync());
        MqttPublishPacket message = await old.ReceiveMessageAsync();
        byte[] busyWith = [0x30, 7, 0, 4, .. "busy"u8, 0];
        byte[] acknowledgement = [0x40, 2, (byte)(message.PacketIdentifier >> 8), (byte)message.PacketIdentifier];
        await old.Stream.WriteAsync((byte[])[.. busyWith, .. acknowledgement], TestContext.Current.CancellationToken);

        Task<RawClient> coming = ConnectAsync("reader");
        Assert.IsType<MqttDisconnectPacket>(await old.ReceiveAsync());
        for (int i = 0; i < Returns; i++)
        {
            // Time in which the client would come in if the broker did not wait for the old connection.
            await writer.AssertNothingCameAsync();
        }

        Assert.False(coming.IsCompleted);
        isFree.SetResult();

        using RawClient back = await coming;
        await back.AssertNothingCameAsync();
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
    public async Task OfThreeAtOnceTheLastWaitsForTheSecondAlsoWhenTheFirstHasEnded()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClientWires clients = new();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        List<(RawClient Client, BrokerWire Wire)> all = [];
        for (int i = 0; i < 3; i++)
        {
            RawClient client = await RawClient.OpenAsync(((IPEndPoint)listener.LocalEndpoint).Port);
            BrokerWire wire = new(await listener.AcceptSocketAsync(cancellation), new BrokerLimits());
            await client.SendAsync(Connect("reader"));
            Assert.IsType<MqttConnectPacket>(await wire.ReceivePacketAsync(cancellation));
            all.Add((client, wire));
        }

        await clients.TakeInAsync(all[0].Wire, cancellation);
        Task second = clients.TakeInAsync(all[1].Wire, cancellation);
        Assert.False(second.IsCompleted);
        End(all[0].Wire);
        await second;

        Task third = clients.TakeInAsync(all[2].Wire, cancellation);
        Assert.False(third.IsCompleted);
        End(all[1].Wire);
        await third;
        all.ForEach(one => one.Client.Dispose());
        all.ForEach(one => one.Wire.Dispose());

        void End(BrokerWire wire)
        {
            clients.Remove(wire);
            wire.NoteEnded();
        }
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
