using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>
/// The wire under the MQTT client, read only while there is room. The client itself queues everything that the broker sends, without a limit. If the
/// wire is not read, the buffers of TCP fill, and the broker waits. Messages go to the reader from here, on the thread that reads the wire; the
/// client sees only the rest, because it would pass messages through two more threads.
/// </summary>
/// <remarks>It also keeps to a shorter keep alive that the broker asks for, because the client does not.</remarks>
internal sealed class PacedAdapter(
    IMqttChannelAdapter wire, MqttClientOptions options, InFlight.Intake intake, Action<PacedAdapter, MqttPublishPacket> take) : IMqttChannelAdapter
{
    // The client checks its clock four times a second, and some brokers do not wait one and a half times the keep alive, as the standard says.
    private const double PingAfterPart = 0.75;

    private int _pingIsOpen;

    public long BytesReceived => wire.BytesReceived;

    public long BytesSent => wire.BytesSent;

    public X509Certificate2 ClientCertificate => wire.ClientCertificate;

    public EndPoint RemoteEndPoint => wire.RemoteEndPoint;

    public EndPoint LocalEndPoint => wire.LocalEndPoint;

    public bool IsSecureConnection => wire.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => wire.PacketFormatterAdapter;

    public Task ConnectAsync(CancellationToken cancellationToken) => wire.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => wire.DisconnectAsync(cancellationToken);

    public void ResetStatistics() => wire.ResetStatistics();

    public void Dispose() => wire.Dispose();

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttPingReqPacket)
        {
            Interlocked.Exchange(ref _pingIsOpen, 1);
            intake.Wake();
        }

        await wire.SendPacketAsync(packet, cancellationToken).ConfigureAwait(false);
    }

    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (intake.IsFull && await AnswersPingAsync(cancellationToken).ConfigureAwait(false))
            {
                return MqttPingRespPacket.Instance;
            }

            MqttPacket packet = await wire.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
            if (packet is not MqttPublishPacket publish)
            {
                Look(packet);
                return packet;
            }

            take(this, publish);
        }
    }

    /// <summary>
    /// Tells the broker that a message has been handled. The client itself answers when the broker then releases a message of QoS 2.
    /// </summary>
    public Task AcknowledgeAsync(MqttPublishPacket publish) => wire.SendPacketAsync(
        publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce
            ? new MqttPubAckPacket { PacketIdentifier = publish.PacketIdentifier }
            : new MqttPubRecPacket { PacketIdentifier = publish.PacketIdentifier },
        CancellationToken.None);

    private void Look(MqttPacket packet)
    {
        if (packet is MqttPingRespPacket)
        {
            Interlocked.Exchange(ref _pingIsOpen, 0);
        }
        else if (packet is MqttConnAckPacket answer)
        {
            // The announced keep alive stays; from now on this value limits the quiet time of the client.
            options.KeepAlivePeriod = PingAfterPart * (answer.ServerKeepAlive > 0 ? TimeSpan.FromSeconds(answer.ServerKeepAlive) : options.KeepAlivePeriod);
        }
    }

    // The answer to a ping is behind the messages that are not read, so its absence means nothing. Sending shows whether the connection is broken.
    private async Task<bool> AnswersPingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed = intake.Changed;
            if (!intake.IsFull)
            {
                return false;
            }

            if (Interlocked.Exchange(ref _pingIsOpen, 0) == 1)
            {
                return true;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the wires of one connection.</summary>
    internal sealed class Factory(InFlight.Intake intake, Action<PacedAdapter, MqttPublishPacket> take) : IMqttClientAdapterFactory
    {
        public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger)
        {
            var formatter = new MqttPacketFormatterAdapter(options.ProtocolVersion, new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
            var channel = new BufferedChannel(new MqttTcpChannel(options));
            return new PacedAdapter(new MqttChannelAdapter(channel, formatter, logger) { PacketInspector = packetInspector }, options, intake, take);
        }
    }
}
