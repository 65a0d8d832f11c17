using System.Net;
using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>A client of MQTT that does what a test says and nothing by itself: packet by packet, or byte by byte.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly MqttChannelAdapter _packets;

    private RawClient(Socket socket, MqttProtocolVersion version)
    {
        Stream = new NetworkStream(socket, ownsSocket: true);
        MqttTcpChannel channel = new(Stream, socket.LocalEndPoint!, socket.RemoteEndPoint!, null!);
        _packets = new MqttChannelAdapter(channel, new MqttPacketFormatterAdapter(version, new MqttBufferWriter(4096, 65535)), MqttNetNullLogger.Instance);
    }

    public NetworkStream Stream { get; }

    /// <summary>Opens a connection, from an address of this machine.</summary>
    public static async Task<RawClient> OpenAsync(int port, MqttProtocolVersion version = MqttProtocolVersion.V500, string from = "127.0.0.1")
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }
        catch (SocketException)
        {
            Assert.Skip($"this machine has no address {from}");
        }

        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return new RawClient(socket, version);
    }

    /// <summary>Opens one and says who it is.</summary>
    public static async Task<RawClient> ConnectAsync(int port, string id, Action<MqttConnectPacket>? more = null, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        RawClient client = await OpenAsync(port, version);
        Assert.Equal(MqttConnectReasonCode.Success, (await client.SayWhoAsync(id, more)).ReasonCode);
        return client;
    }

    /// <summary>Says who it is.</summary>
    public async Task<MqttConnAckPacket> SayWhoAsync(string id, Action<MqttConnectPacket>? more = null)
    {
        MqttConnectPacket connect = new() { ClientId = id, CleanSession = true };
        more?.Invoke(connect);
        await SendAsync(connect);
        return Assert.IsType<MqttConnAckPacket>(await ReceiveAsync());
    }

    /// <summary>Says that it has no name, and wants to come back to its session.</summary>
    public async Task<MqttConnAckPacket> SayNoNameAsync(MqttProtocolVersion version)
    {
        byte[] old = [0x10, 12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 0, 0, 60, 0, 0];
        byte[] bytes = version == MqttProtocolVersion.V311 ? old : [0x10, 13, .. old[2..8], 5, 0, 0, 60, 0, 0, 0];
        await Stream.WriteAsync(bytes);
        return Assert.IsType<MqttConnAckPacket>(await ReceiveAsync());
    }

    public async Task SubscribeAsync(string filter, MqttQualityOfServiceLevel quality = MqttQualityOfServiceLevel.ExactlyOnce)
    {
        await SendAsync(new MqttSubscribePacket { PacketIdentifier = 1, TopicFilters = [new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = quality }] });
        Assert.IsType<MqttSubAckPacket>(await ReceiveAsync());
    }

    public Task PublishAsync(string topic, int bytes, MqttQualityOfServiceLevel quality = MqttQualityOfServiceLevel.AtMostOnce, ushort alias = 0, ushort id = 7) =>
        SendAsync(new MqttPublishPacket
        {
            Topic = topic,
            TopicAlias = alias,
            PacketIdentifier = quality == MqttQualityOfServiceLevel.AtMostOnce ? (ushort)0 : id,
            QualityOfServiceLevel = quality,
            PayloadSegment = new byte[bytes],
            ContentType = alias == 0 ? null : "text",
        });

    public async Task SendAsync(MqttPacket packet)
    {
        using CancellationTokenSource patience = new(_patience);
        await _packets.SendPacketAsync(packet, patience.Token);
    }

    /// <summary>The next packet; null where the broker has closed the connection.</summary>
    public async Task<MqttPacket?> ReceiveAsync()
    {
        using CancellationTokenSource patience = new(_patience);
        try
        {
            MqttPacket? packet = await _packets.ReceivePacketAsync(patience.Token);
            Assert.False(patience.IsCancellationRequested, "nothing has come");
            return packet;
        }
        catch (MQTTnet.Exceptions.MqttCommunicationException)
        {
            return null;
        }
    }

    /// <summary>The next message.</summary>
    public async Task<MqttPublishPacket> ReceiveMessageAsync() => Assert.IsType<MqttPublishPacket>(await ReceiveAsync());

    /// <summary>Sees that everything sent before has been dealt with, and nothing has come of it.</summary>
    public async Task AssertNothingCameAsync()
    {
        await SendAsync(new MqttPingReqPacket());
        Assert.IsType<MqttPingRespPacket>(await ReceiveAsync());
    }

    public void Dispose() => _packets.Dispose();
}
