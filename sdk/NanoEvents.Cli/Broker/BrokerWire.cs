using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>A connection to the built-in broker: its limits, and the parts of MQTT 5 that concern a single connection.</summary>
internal sealed class BrokerWire : IMqttChannelAdapter
{
    private const int BufferBytes = 4096;
    private const int MaxDrainedBytes = 1 << 20;
    private static readonly MqttConnAckPacket _noName = new()
    {
        ReturnCode = MqttConnectReturnCode.ConnectionRefusedIdentifierRejected,
        ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid,
    };

    private static readonly TimeSpan _drainPatience = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PacketReader _reader;
    private readonly BrokerLimits _limits;
    private readonly TopicAliases _aliases;
    private readonly SemaphoreSlim _sending = new(1, 1);

    // A message that is too large for its client counts as sent and acknowledged.
    private readonly Channel<MqttPacket> _acknowledged = Channel.CreateUnbounded<MqttPacket>();
    private Task<bool>? _acknowledging;
    private Task<MqttPacket?>? _receiving;
    private string? _assignedId;
    private string _clientId = "";
    private long _maxBytesToClient = long.MaxValue;
    private bool _isNamed;

    /// <summary>A connection without any packet yet.</summary>
    public BrokerWire(Socket socket, BrokerLimits limits)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new PacketReader(_stream);
        _limits = limits;
        _aliases = new TopicAliases(limits.MaxTopicAliases);
        RemoteEndPoint = socket.RemoteEndPoint!;
        LocalEndPoint = socket.LocalEndPoint!;
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(BufferBytes, limits.MaxPacketBytes));
    }

    /// <summary>Called once, when the broker has accepted the client.</summary>
    public event Action? Named;

    /// <summary>Reports refused and omitted packets: of which client, and why.</summary>
    public event Action<string, string>? Refused;

    /// <summary>Whose it is.</summary>
    public IPAddress Peer => ((IPEndPoint)RemoteEndPoint).Address;

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    public X509Certificate2? ClientCertificate => null;

    public EndPoint RemoteEndPoint { get; }

    public EndPoint LocalEndPoint { get; }

    public bool IsSecureConnection => false;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    private bool IsVersion5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    /// <summary>Ends it at once.</summary>
    public void Abort() => _socket.Close(0);

    public void Dispose() => _stream.Dispose();

    public void ResetStatistics() => (BytesReceived, BytesSent) = (0, 0);

    /// <summary>Not the broker's part.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        _stream.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The next packet; null if the connection has ended, or must end.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        _receiving ??= ReadAsync(cancellationToken);
        _acknowledging ??= _acknowledged.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        await Task.WhenAny(_receiving, _acknowledging);
        if (_acknowledged.Reader.TryRead(out MqttPacket? packet))
        {
            return packet;
        }

        _acknowledging = _acknowledging.IsCompleted ? null : _acknowledging;
        if (!_receiving.IsCompleted)
        {
            return await ReceivePacketAsync(cancellationToken);
        }

        Task<MqttPacket?> received = _receiving;
        _receiving = null;
        return await received;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        bool isWelcome = packet is MqttConnAckPacket answer && TellLimits(answer);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            MqttPacketBuffer bytes = PacketFormatterAdapter.Encode(packet);
            if (packet is MqttPublishPacket publish && bytes.Length > _maxBytesToClient)
            {
                LeaveOut(publish, bytes.Length);
                return;
            }

            await _stream.WriteAsync(bytes.Join(), cancellationToken);
            BytesSent += bytes.Length;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            throw new MqttCommunicationException(e);
        }
        finally
        {
            PacketFormatterAdapter.Cleanup();
            _sending.Release();
        }

        if (isWelcome)
        {
            _isNamed = true;
            Named?.Invoke();
        }
    }

    private async Task<MqttPacket?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            if (await _reader.ReadAsync(_isNamed ? _limits.MaxPacketBytes : _limits.MaxConnectBytes, cancellation) is not { } received)
            {
                return null;
            }

            BytesReceived += received.TotalLength;
            return await TakeAsync(received, cancellation);
        }
        catch (RefusedPacketException e)
        {
            await RefuseAsync(e, cancellation);
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or MqttProtocolViolationException)
        {
            return null;
        }
    }

    private async Task<MqttPacket?> TakeAsync(ReceivedMqttPacket received, CancellationToken cancellation)
    {
        const int Connect = 1;
        if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.Unknown)
        {
            if (received.FixedHeader >> 4 != Connect)
            {
                return null;
            }

            PacketFormatterAdapter.DetectProtocolVersion(received);
            if (!IsVersion5 && WantsSessionWithoutName(received.Body))
            {
                // MQTT 3.1.1 cannot tell the client its assigned id, so the client could not come back to its session.
                await SendPacketAsync(_noName, cancellation);
                return null;
            }
        }

        MqttPacket packet = PacketFormatterAdapter.Decode(received);
        if (packet is MqttConnectPacket connect)
        {
            Meet(connect);
        }
        else if (packet is MqttPublishPacket publish)
        {
            Check(publish, received);
        }

        return packet;
    }

    // After the protocol's name follow its level, flags, keep alive and the client id.
    private static bool WantsSessionWithoutName(ReadOnlySpan<byte> connect)
    {
        const int Clean = 2;
        ReadOnlySpan<byte> rest = connect[(2 + BinaryPrimitives.ReadUInt16BigEndian(connect))..];
        return rest.Length >= 6 && (rest[1] & Clean) == 0 && rest[4] == 0 && rest[5] == 0;
    }

    private void Meet(MqttConnectPacket connect)
    {
        _maxBytesToClient = connect.MaximumPacketSize == 0 ? long.MaxValue : connect.MaximumPacketSize;

        if (string.IsNullOrEmpty(connect.ClientId))
        {
            _assignedId = "auto-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            connect.ClientId = _assignedId;
        }

        _clientId = connect.ClientId ?? "";
    }

    private void Check(MqttPublishPacket publish, ReceivedMqttPacket received)
    {
        if (IsVersion5)
        {
            _aliases.Resolve(publish, received);
        }

        if (publish.Topic.Length == 0 || publish.Topic.AsSpan().ContainsAny("+#\0"))
        {
            throw new RefusedPacketException(MqttDisconnectReasonCode.TopicNameInvalid, "a message whose topic is none");
        }
    }

    // True if the client is accepted.
    private bool TellLimits(MqttConnAckPacket answer)
    {
        if (answer.ReasonCode != MqttConnectReasonCode.Success)
        {
            return false;
        }

        answer.MaximumPacketSize = (uint)_limits.MaxPacketBytes;
        answer.TopicAliasMaximum = _limits.MaxTopicAliases;
        answer.AssignedClientIdentifier = _assignedId;
        return true;
    }

    private void LeaveOut(MqttPublishPacket publish, int bytes)
    {
        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
        {
            _acknowledged.Writer.TryWrite(new MqttPubAckPacket { PacketIdentifier = publish.PacketIdentifier });
        }
        else if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.ExactlyOnce)
        {
            _acknowledged.Writer.TryWrite(new MqttPubCompPacket { PacketIdentifier = publish.PacketIdentifier });
        }

        Refused?.Invoke(_clientId, $"a message to {_clientId} was left out: it has {bytes} bytes, and {_clientId} takes {_maxBytesToClient} at most");
    }

    private async Task RefuseAsync(RefusedPacketException refused, CancellationToken cancellation)
    {
        string who = _clientId.Length == 0 ? $"{Peer}" : _clientId;
        Refused?.Invoke(who, $"{who} is cut: {refused.Message}");
        if (!_isNamed || !IsVersion5)
        {
            return;
        }

        try
        {
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(_drainPatience);
            await SendPacketAsync(new MqttDisconnectPacket { ReasonCode = refused.Reason }, patience.Token);
            _socket.Shutdown(SocketShutdown.Send);
            await _reader.DrainAsync(MaxDrainedBytes, patience.Token);
        }
        catch (Exception e) when (e is MqttCommunicationException or IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is gone already.
        }
    }
}
