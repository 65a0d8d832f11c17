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
/// wire is not read, the buffers of TCP fill, and the broker waits. Messages go to the reader from here, on the thread that reads the wire, most of them
/// straight from the buffer; the client sees only the rest, because it would pass messages through two more threads.
/// </summary>
/// <remarks>It also keeps to a shorter keep alive that the broker asks for, because the client does not.</remarks>
/// <param name="wire">The client's own adapter, which reads through the buffer.</param>
/// <param name="buffer">What has come.</param>
/// <param name="options">The connection's options.</param>
/// <param name="inbox">Where the messages go, and where the reader is woken.</param>
/// <param name="intake">Says when there is room.</param>
/// <param name="take">Puts the messages into the inbox.</param>
internal sealed class PacedAdapter(
    IMqttChannelAdapter wire, BufferedChannel? buffer, MqttClientOptions options, Inbox inbox, InFlight.Intake intake, PacedAdapter.TakeMessage take) : IMqttChannelAdapter
{
    // The client checks its clock four times a second, and some brokers do not wait one and a half times the keep alive, as the standard says.
    private const double PingAfterPart = 0.75;

    private readonly bool _hasProperties = options.ProtocolVersion >= MqttProtocolVersion.V500;
    private Func<int, Task>? _acknowledge;
    private int _pingIsOpen;

    /// <summary>Takes a message, which is valid during the call.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="acknowledge">Acknowledges the message with an identifier; null if the broker does not wait for that.</param>
    internal delegate void TakeMessage(in PublishFrame frame, Func<int, Task>? acknowledge);

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
        bool isAwaited = false;
        while (true)
        {
            if (intake.IsFull)
            {
                inbox.WakeReader();
                if (await AnswersPingAsync(cancellationToken).ConfigureAwait(false))
                {
                    return MqttPingRespPacket.Instance;
                }
            }

            FrameReading found = TakeBuffered();
            if (found == FrameReading.Message)
            {
                continue;
            }

            if (found == FrameReading.Partial && !isAwaited)
            {
                // From now on the client awaits this call, so that reading goes on whatever the reader does on this thread.
                await Task.Yield();
                isAwaited = true;
            }

            if (found == FrameReading.Partial && buffer!.BeginReadMore(cancellationToken) is { } reading)
            {
                await new WireRead(reading, inbox);
                if (buffer.EndReadMore(reading))
                {
                    continue;
                }
            }

            inbox.WakeReader();
            MqttPacket packet = await wire.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
            if (packet is not MqttPublishPacket publish)
            {
                Look(packet);
                return packet;
            }

            Take(publish);
        }
    }

    private FrameReading TakeBuffered()
    {
        if (buffer is null)
        {
            return FrameReading.Other;
        }

        FrameReading found = PublishFrame.Read(buffer.Buffered, _hasProperties, out PublishFrame frame);
        if (found == FrameReading.Message)
        {
            take(frame, frame.Identifier == 0 ? null : _acknowledge ??= AcknowledgeBuffered);
            buffer.Skip(frame.Length);
        }

        return found;
    }

    // One that the client has read.
    private void Take(MqttPublishPacket publish) => take(
        PublishFrame.Of(publish),
        publish.QualityOfServiceLevel switch
        {
            MqttQualityOfServiceLevel.AtMostOnce => null,
            MqttQualityOfServiceLevel.AtLeastOnce => id => wire.SendPacketAsync(new MqttPubAckPacket { PacketIdentifier = (ushort)id }, CancellationToken.None),

            // The client itself answers when the broker then releases the message.
            _ => id => wire.SendPacketAsync(new MqttPubRecPacket { PacketIdentifier = (ushort)id }, CancellationToken.None),
        });

    private Task AcknowledgeBuffered(int identifier)
    {
        buffer!.Acknowledge((ushort)identifier);
        return Task.CompletedTask;
    }

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
    internal sealed class Factory(Inbox inbox, InFlight.Intake intake, int receiveMaximum, TakeMessage take) : IMqttClientAdapterFactory
    {
        public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger)
        {
            var formatter = new MqttPacketFormatterAdapter(options.ProtocolVersion, new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
            var channel = new BufferedChannel(new MqttTcpChannel(options), intake, receiveMaximum, TimeProvider.System);
            intake.ReaderBeginsToWait = channel.Flush;
            return new PacedAdapter(new MqttChannelAdapter(channel, formatter, logger) { PacketInspector = packetInspector }, channel, options, inbox, intake, take);
        }
    }
}
