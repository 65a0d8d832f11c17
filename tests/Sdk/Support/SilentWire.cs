using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace NanoEvents.Tests;

/// <summary>A wire on which nothing ever comes.</summary>
public sealed class SilentWire : IMqttChannelAdapter
{
    /// <summary>What comes before the silence.</summary>
    public MqttPacket? Next { get; set; }

    public int Sent { get; private set; }

    public int Read { get; private set; }

    public long BytesReceived => 0;

    public long BytesSent => 0;

    public X509Certificate2 ClientCertificate => null!;

    public EndPoint RemoteEndPoint => null!;

    public EndPoint LocalEndPoint => null!;

    public bool IsSecureConnection => false;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => null!;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ResetStatistics()
    {
    }

    public Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        Read++;
        if (Next is { } packet)
        {
            Next = null;
            return Task.FromResult(packet);
        }

        return new TaskCompletionSource<MqttPacket>().Task;
    }

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        Sent++;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}
