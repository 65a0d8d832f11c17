using System.Buffers;
using System.Net.Sockets;
using System.Text;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class PacedAdapterTests
{
    private const int ReceiveMaximum = 32;
    private readonly FakeChannel _wire = new();
    private readonly Inbox _inbox;
    private readonly InFlight.Intake _intake;
    private readonly List<string> _messages = [];
    private readonly List<Func<Task>> _acknowledge = [];

    public PacedAdapterTests()
    {
        InFlight inFlight = new(ReceiveMaximum, TimeProvider.System);
        _inbox = new Inbox(inFlight, TimeProvider.System);
        _intake = inFlight.Begin();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<MqttProtocolVersion, int> Streams => new MatrixTheoryData<MqttProtocolVersion, int>(
        [MqttProtocolVersion.V311, MqttProtocolVersion.V500], [1, 2, 3, 4]);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task MessagesGoToTheReaderAndAllElseToTheClientWhereverTheStreamIsCut(MqttProtocolVersion version, int seed)
    {
        var random = new Random(seed);
        List<MqttPacket> sent = [.. Enumerable.Range(0, 600).Select(i => DrawPacket(version, random, i))];
        _wire.Gives(Bytes(version, sent), random);

        List<string> passedOn = await ReceiveAllAsync(Adapter(version));

        Assert.Equal(sent.OfType<MqttPublishPacket>().Select(Text), _messages);
        Assert.Equal(sent.Where(packet => packet is not MqttPublishPacket).Select(Text), passedOn);
    }

    [Fact]
    public async Task EachMessageIsAcknowledgedAsItsQualityAsksFor()
    {
        List<MqttPacket> sent =
        [
            Message(0, 0, 9), Message(1, 7, 9), Message(2, 8, 9), Message(1, 9, 70_000),
        ];
        _wire.Gives(Bytes(MqttProtocolVersion.V311, sent), new Random(1));
        await ReceiveAllAsync(Adapter(MqttProtocolVersion.V311));
        Assert.Equal(3, _acknowledge.Count);

        foreach (Func<Task> acknowledge in _acknowledge)
        {
            await acknowledge();
        }

        Assert.Equal("400200075002000840020009", Convert.ToHexString([.. _wire.Writes.SelectMany(write => write)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task AStreamThatEndsWithinAPacketEndsTheConnection(int missing)
    {
        byte[] bytes = Bytes(MqttProtocolVersion.V500, [Message(1, 1, 20), Message(1, 2, 20)]);
        _wire.Gives(bytes.AsSpan(0, bytes.Length - missing), new Random(1));

        Assert.Empty(await ReceiveAllAsync(Adapter(MqttProtocolVersion.V500)));

        Assert.Equal(missing == 0 ? 2 : 1, _messages.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task WhatTheWireThrowsReachesTheClientThoughTheWireSaysItOnceOnly(int missing)
    {
        byte[] bytes = Bytes(MqttProtocolVersion.V500, [Message(1, 1, 20), Message(1, 2, 20)]);
        _wire.Gives(bytes.AsSpan(0, bytes.Length - missing), new Random(1)).Fails = new IOException("the broker does not like the certificate");

        Exception thrown = await Assert.ThrowsAsync<MqttCommunicationException>(() => ReceiveAllAsync(Adapter(MqttProtocolVersion.V500)));

        Assert.Equal("the broker does not like the certificate", thrown.GetBaseException().Message);
        Assert.Equal(missing == 0 ? 2 : 1, _messages.Count);
    }

    [Fact]
    public async Task AConnectionThatIsResetBetweenPacketsHasEnded()
    {
        _wire.Gives(Bytes(MqttProtocolVersion.V500, [Message(1, 1, 20)]), new Random(1)).Fails = new SocketException((int)SocketError.ConnectionReset);

        Assert.Empty(await ReceiveAllAsync(Adapter(MqttProtocolVersion.V500)));
        Assert.Single(_messages);
    }

    [Fact]
    public async Task AReadingThatWasCancelledSaysNothingAboutTheWire()
    {
        var channel = new BufferedChannel(_wire.Gives([1, 2, 3], new Random(1)), _intake, 1, TimeProvider.System);
        byte[] room = new byte[1];

        Task<int> reading = channel.BeginReadMore(new CancellationToken(canceled: true))!;

        Assert.True(reading.IsCanceled);
        Assert.False(channel.EndReadMore(reading));

        Assert.Equal(1, await channel.ReadAsync(room, 0, 1, Stop));
        Assert.Equal(1, room[0]);
    }

    [Fact]
    public void AConnectionIsToldWhenItsReaderBeginsToWait()
    {
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1").Build();

        using IMqttChannelAdapter adapter = new PacedAdapter.Factory(_inbox, _intake, ReceiveMaximum, Take).CreateClientAdapter(options, null!, MqttNetNullLogger.Instance);

        Assert.Equal(nameof(BufferedChannel.Flush), _intake.ReaderBeginsToWait?.Method.Name);
    }

    private static MqttPacket DrawPacket(MqttProtocolVersion version, Random random, int number) => random.Next(8) switch
    {
        0 => MqttPingRespPacket.Instance,
        1 => new MqttSubAckPacket { PacketIdentifier = (ushort)(number + 1), ReasonCodes = [MqttSubscribeReasonCode.GrantedQoS1] },
        2 => new MqttPubRelPacket { PacketIdentifier = (ushort)(number + 1) },
        3 => Message(2, number + 1, random.Next(200)),
        4 when number % 90 == 0 => Message(number % 3, number % 3 == 0 ? 0 : number, 65_400 + random.Next(200)),
        4 when number % 97 == 0 => Message(1, number + 1, 200_000),
        _ => Packets.Draw(version, random),
    };

    private static MqttPublishPacket Message(int quality, int identifier, int bytes) => new()
    {
        Topic = "nanoevents/hall/events",
        PayloadSegment = new byte[bytes],
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)quality,
        PacketIdentifier = (ushort)identifier,
    };

    private static byte[] Bytes(MqttProtocolVersion version, List<MqttPacket> packets) => [.. packets.SelectMany(packet => Packets.Bytes(version, packet))];

    private static string Text(MqttPacket packet) => packet is MqttPublishPacket message
        ? Text(message.Topic, message.PacketIdentifier, message.Retain, message.Payload.ToArray())
        : $"{packet.GetType().Name} {(packet as MqttPacketWithIdentifier)?.PacketIdentifier}";

    private static string Text(string topic, int identifier, bool isRetained, byte[] payload) =>
        $"{topic} {identifier} {isRetained} {payload.Length} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(payload))}";

    private static async Task<List<string>> ReceiveAllAsync(PacedAdapter adapter)
    {
        List<string> packets = [];
        while (await adapter.ReceivePacketAsync(Stop) is { } packet)
        {
            packets.Add(Text(packet));
        }

        return packets;
    }

    private PacedAdapter Adapter(MqttProtocolVersion version) => Adapters.Over(_wire, version, _inbox, _intake, Take);

    private void Take(in PublishFrame frame, Func<int, Task>? acknowledge)
    {
        int identifier = frame.Identifier;
        _messages.Add(Text(Encoding.UTF8.GetString(frame.TopicUtf8), identifier, frame.IsRetained, frame.Payload.ToArray()));
        if (acknowledge is not null)
        {
            _acknowledge.Add(() => acknowledge(identifier));
        }
    }
}
