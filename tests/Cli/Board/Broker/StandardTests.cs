using System.Net;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NanoEvents.Cli;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Broker;

/// <summary>What MQTT says of names that a broker gives, of numbers for topics, of the sizes of packets and of the end of a subscription.</summary>
public sealed class StandardTests : IAsyncLifetime
{
    private const MqttQualityOfServiceLevel Once = MqttQualityOfServiceLevel.AtLeastOnce;

    private readonly EmbeddedBroker _broker = new(IPAddress.Loopback, 0);

    public async ValueTask InitializeAsync() => await _broker.StartAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task WhoHasNoNameGetsOneAndIsToldIt()
    {
        using RawClient one = await RawClient.OpenAsync(_broker.Port);
        using RawClient other = await RawClient.OpenAsync(_broker.Port);

        string first = (await one.SayNoNameAsync(MqttProtocolVersion.V500)).AssignedClientIdentifier;
        string second = (await other.SayWhoAsync("")).AssignedClientIdentifier;

        Assert.NotEmpty(first);
        Assert.NotEmpty(second);
        Assert.NotEqual(first, second);
        await one.SubscribeAsync("t");
        await other.PublishAsync("t", 1);
        Assert.Equal("t", (await one.ReceiveMessageAsync()).Topic);
    }

    [Fact]
    public async Task WhoHasANameKeepsIt()
    {
        using RawClient named = await RawClient.OpenAsync(_broker.Port);

        Assert.Null((await named.SayWhoAsync("hall")).AssignedClientIdentifier);
    }

    [Fact]
    public async Task AnOldClientWithoutANameHasNoSessionToComeBackTo()
    {
        using RawClient clean = await RawClient.OpenAsync(_broker.Port, MqttProtocolVersion.V311);
        using RawClient kept = await RawClient.OpenAsync(_broker.Port, MqttProtocolVersion.V311);

        Assert.Equal(MqttConnectReturnCode.ConnectionAccepted, (await clean.SayWhoAsync("")).ReturnCode);
        Assert.Equal(MqttConnectReturnCode.ConnectionRefusedIdentifierRejected, (await kept.SayNoNameAsync(MqttProtocolVersion.V311)).ReturnCode);
        Assert.Null(await kept.ReceiveAsync());
    }

    [Fact]
    public async Task ANumberStandsForATopicAsLongAsTheConnectionLasts()
    {
        using RawClient reader = await RawClient.ConnectAsync(_broker.Port, "reader");
        await reader.SubscribeAsync("nanoevents/#");
        using RawClient first = await RawClient.ConnectAsync(_broker.Port, "writer");

        await first.PublishAsync("nanoevents/hall/events", 1, alias: 1);
        await first.PublishAsync("", 2, alias: 1);
        await first.PublishAsync("nanoevents/hall/state", 3, alias: 1);
        await first.PublishAsync("", 4, alias: 1);

        foreach ((string topic, int bytes) in new[] { ("events", 1), ("events", 2), ("state", 3), ("state", 4) })
        {
            MqttPublishPacket message = await reader.ReceiveMessageAsync();
            Assert.Equal(("nanoevents/hall/" + topic, bytes, 0), (message.Topic, (int)message.Payload.Length, message.TopicAlias));
        }

        using RawClient second = await RawClient.ConnectAsync(_broker.Port, "writer");
        await second.PublishAsync("", 5, alias: 1);
        await AssertCutAsync(second, MqttDisconnectReasonCode.TopicAliasInvalid);
    }

    [Fact]
    public async Task ANumberThatIsNoneEndsTheConnection()
    {
        using RawClient reader = await RawClient.OpenAsync(_broker.Port);
        ushort most = (await reader.SayWhoAsync("reader")).TopicAliasMaximum;
        Assert.Equal(32, most);
        await reader.SubscribeAsync("#");
        using RawClient tooHigh = await RawClient.ConnectAsync(_broker.Port, "high");
        using RawClient zero = await RawClient.ConnectAsync(_broker.Port, "zero");
        using RawClient none = await RawClient.ConnectAsync(_broker.Port, "none");

        await tooHigh.PublishAsync("t", 1, alias: (ushort)(most + 1));
        await AssertCutAsync(tooHigh, MqttDisconnectReasonCode.TopicAliasInvalid);

        // A message to "t": after four other properties, alias 0.
        byte[] properties = [0x01, 1, 0x02, 0, 0, 0, 9, 0x26, 0, 1, (byte)'a', 0, 2, (byte)'b', (byte)'c', 0x09, 0, 2, 1, 2, 0x23, 0, 0];
        await zero.Stream.WriteAsync(new byte[] { 0x30, (byte)(4 + properties.Length), 0, 1, (byte)'t', (byte)properties.Length }.Concat(properties).ToArray(), TestContext.Current.CancellationToken);
        await AssertCutAsync(zero, MqttDisconnectReasonCode.TopicAliasInvalid);

        await none.Stream.WriteAsync(new byte[] { 0x30, 3, 0, 0, 0 }, TestContext.Current.CancellationToken);
        await AssertCutAsync(none, MqttDisconnectReasonCode.ProtocolError);
        await reader.AssertNothingCameAsync();
    }

    [Theory]
    [InlineData("a/+")]
    [InlineData("#")]
    public async Task AMessageGoesToATopicAndNotToAPattern(string topic)
    {
        using RawClient writer = await RawClient.ConnectAsync(_broker.Port, "writer");

        await writer.PublishAsync(topic, 1);

        await AssertCutAsync(writer, MqttDisconnectReasonCode.TopicNameInvalid);
    }

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task AClientGetsNothingLargerThanItTakesAndEverythingElse(MqttQualityOfServiceLevel quality)
    {
        using RawClient writer = await RawClient.ConnectAsync(_broker.Port, "writer");
        using (RawClient small = await RawClient.ConnectAsync(_broker.Port, "reader", Session(maxBytes: 64)))
        {
            await small.SubscribeAsync("t");
            await writer.PublishAsync("t", 32, quality, id: 1);
            await writer.PublishAsync("t", 64, quality, id: 2);
            await writer.PublishAsync("t", 64, quality, id: 3);
            await writer.PublishAsync("t", 33, quality, id: 4);

            Assert.Equal(32, (await small.ReceiveMessageAsync()).Payload.Length);
            Assert.Equal(33, (await small.ReceiveMessageAsync()).Payload.Length);
        }

        // What was left out counts as sent: it does not come again to the same session.
        using RawClient large = await RawClient.ConnectAsync(_broker.Port, "reader", Session(maxBytes: 0));
        int[] again = quality == MqttQualityOfServiceLevel.AtMostOnce ? [] : [32, 33];
        foreach (int bytes in again)
        {
            Assert.Equal(bytes, (await large.ReceiveMessageAsync()).Payload.Length);
        }

        await large.AssertNothingCameAsync();
    }

    [Fact]
    public async Task TheBrokerSaysHowMuchItTakesAndTakesNoMore()
    {
        List<string> told = [];
        _broker.Warned += told.Add;
        using RawClient reader = await RawClient.ConnectAsync(_broker.Port, "reader");
        await reader.SubscribeAsync("t");
        using RawClient writer = await RawClient.OpenAsync(_broker.Port);
        int most = (int)(await writer.SayWhoAsync("writer")).MaximumPacketSize;
        Assert.Equal(64 * 1024, most);

        // 1 byte of flags, 3 of length, 3 of topic, 1 of properties.
        await writer.PublishAsync("t", most - 8);
        Assert.Equal(most - 8, (await reader.ReceiveMessageAsync()).Payload.Length);
        await writer.PublishAsync("t", most - 7);

        await AssertCutAsync(writer, MqttDisconnectReasonCode.PacketTooLarge);
        await reader.AssertNothingCameAsync();
        Assert.Equal(["writer is cut: a packet of 65537 bytes, and 65536 are the most"], told);
    }

    [Fact]
    public async Task AnOldClientThatSendsMoreIsCut()
    {
        using RawClient writer = await RawClient.ConnectAsync(_broker.Port, "writer", version: MqttProtocolVersion.V311);

        await writer.PublishAsync("t", 64 * 1024);

        Assert.Null(await writer.ReceiveAsync());
    }

    [Theory]
    [InlineData("nanoevents/hall/events")]
    [InlineData("nanoevents/+/events")]
    [InlineData("nanoevents/#")]
    public async Task AfterTheEndOfASubscriptionNothingComesOfIt(string filter)
    {
        using RawClient writer = await RawClient.ConnectAsync(_broker.Port, "writer");
        using (RawClient reader = await RawClient.ConnectAsync(_broker.Port, "reader", Session(0)))
        {
            await reader.SubscribeAsync(filter);
            await reader.SubscribeAsync("other");
            await reader.SendAsync(new MqttUnsubscribePacket { PacketIdentifier = 2, TopicFilters = [filter, "never"] });
            Assert.Equal(
                [MqttUnsubscribeReasonCode.Success, MqttUnsubscribeReasonCode.NoSubscriptionExisted],
                Assert.IsType<MqttUnsubAckPacket>(await reader.ReceiveAsync()).ReasonCodes);

            await writer.PublishAsync("nanoevents/hall/events", 1, Once);
            Assert.IsType<MqttPubAckPacket>(await writer.ReceiveAsync());
            await writer.PublishAsync("other", 2, Once);

            Assert.Equal("other", (await reader.ReceiveMessageAsync()).Topic);
        }

        // Nor when it comes back.
        await writer.PublishAsync("nanoevents/hall/events", 3, Once);
        using RawClient back = await RawClient.ConnectAsync(_broker.Port, "reader", Session(0));
        Assert.Equal("other", (await back.ReceiveMessageAsync()).Topic);
        await back.AssertNothingCameAsync();
    }

    private static Action<MqttConnectPacket> Session(uint maxBytes) => connect =>
    {
        connect.CleanSession = false;
        connect.SessionExpiryInterval = 600;
        connect.MaximumPacketSize = maxBytes;
    };

    private static async Task AssertCutAsync(RawClient client, MqttDisconnectReasonCode reason)
    {
        Assert.Equal(reason, Assert.IsType<MqttDisconnectPacket>(await client.ReceiveAsync()).ReasonCode);
        Assert.Null(await client.ReceiveAsync());
    }
}
