using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Packets;

namespace NanoEvents;

/// <summary>
/// The wire under the MQTT client, read only while there is room. The client itself queues whatever the broker sends, without a limit; a
/// wire that is not read fills the buffers of TCP, and then the broker waits.
/// </summary>
internal sealed class PacedAdapter(IMqttChannelAdapter wire, Intake intake) : IMqttChannelAdapter
{
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
        while (intake.IsFull)
        {
            // The answer is behind what we do not read, so its absence says nothing. A wire that has broken shows when something is sent.
            if (Interlocked.Exchange(ref _pingIsOpen, 0) == 1)
            {
                return MqttPingRespPacket.Instance;
            }

            await intake.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        MqttPacket packet = await wire.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
        if (packet is MqttPublishPacket)
        {
            intake.Came();
        }
        else if (packet is MqttPingRespPacket)
        {
            Interlocked.Exchange(ref _pingIsOpen, 0);
        }

        return packet;
    }

    /// <summary>Makes the wires of one connection.</summary>
    internal sealed class Factory(Intake intake) : IMqttClientAdapterFactory
    {
        private readonly MqttClientAdapterFactory _wires = new();

        public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger) =>
            new PacedAdapter(_wires.CreateClientAdapter(options, packetInspector, logger), intake);
    }
}
