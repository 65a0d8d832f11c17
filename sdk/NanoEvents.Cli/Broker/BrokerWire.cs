using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
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
    private static readonly TimeSpan _drainPatience = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PacketReader _reader;
    private readonly BrokerLimits _limits;
    private readonly TopicAliases _aliases;
    private readonly SemaphoreSlim _sending = new(1, 1);

    private readonly ClientWelcome _welcome;
    private readonly LeftOutMessages _leftOut = new();
    private readonly SenderStop _senderStop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<MqttPacket?>? _receiving;
    private MqttPacket? _last;
    private volatile bool _isNamed;
    private volatile bool _givesWay;

    /// <summary>A connection without any packet yet.</summary>
    public BrokerWire(Socket socket, BrokerLimits limits)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new PacketReader(_stream);
        _limits = limits;
        _aliases = new TopicAliases(limits.MaxTopicAliases);
        _welcome = new ClientWelcome(limits);
        RemoteEndPoint = socket.RemoteEndPoint!;
        LocalEndPoint = socket.LocalEndPoint!;
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(BufferBytes, limits.MaxPacketBytes));
    }

    /// <summary>Called once, when the broker has accepted the client.</summary>
    public event Action? Named;

    /// <summary>Reports refused and omitted packets: of which client, and why.</summary>
    public event Action<string, string>? Refused;

    /// <summary>The client's id; empty before it has said it.</summary>
    public string ClientId => _welcome.ClientId;

    /// <summary>Completes when the broker has nothing to do with this connection any more.</summary>
    public Task Ended => _ended.Task;

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

    /// <summary>The broker has nothing to do with it any more.</summary>
    public void NoteEnded() => _ended.TrySetResult();

    /// <summary>Ends it, because its client has opened another one. What the client has sent here before is still taken.</summary>
    public async Task GiveWayAsync()
    {
        _givesWay = true;
        try
        {
            using CancellationTokenSource patience = new(_drainPatience);
            if (_isNamed && IsVersion5)
            {
                await SendPacketAsync(new MqttDisconnectPacket { ReasonCode = MqttDisconnectReasonCode.SessionTakenOver }, patience.Token);
            }

            _socket.Shutdown(SocketShutdown.Both);
            await Ended.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is MqttCommunicationException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is gone already, or its client does not take anything any more.
        }

        Dispose();
    }

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
        if (_senderStop.HasBegun)
        {
            await _senderStop.WaitAsync(cancellationToken);
            return _leftOut.TryAcknowledge(out MqttPacket? late) ? late : _last;
        }

        _receiving ??= ReadAsync(cancellationToken);
        MqttPacket? acknowledgement;
        while (!_leftOut.TryAcknowledge(out acknowledgement) && !_receiving.IsCompleted)
        {
            await Task.WhenAny(_receiving, _leftOut.WaitAsync());
        }

        return acknowledgement ?? End(await TakeReceivedAsync());
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (_senderStop.HasBegun && packet is not (MqttConnAckPacket or MqttDisconnectPacket))
        {
            await _senderStop.HoldAsync(cancellationToken);
        }

        bool isWelcome = packet is MqttConnAckPacket answer && _welcome.Answer(answer);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            _isNamed |= isWelcome;
            MqttPacketBuffer bytes = PacketFormatterAdapter.Encode(packet);
            if (packet is MqttPublishPacket publish && bytes.Length > _welcome.MaxBytesToClient)
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
            Named?.Invoke();
        }
    }

    private Task<MqttPacket?> TakeReceivedAsync()
    {
        Task<MqttPacket?> received = _receiving!;
        _receiving = null;
        return received;
    }

    // Before the last packet of a client, or the end of its connection, the sender has to stop.
    private MqttPacket? End(MqttPacket? received)
    {
        if (!_isNamed || received is not (null or MqttDisconnectPacket))
        {
            return received;
        }

        // Who has a new connection is not gone: its last will is not published.
        _last = received ?? (_givesWay ? new MqttDisconnectPacket() : null);
        return _senderStop.Begin();
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
            if (!IsVersion5 && ClientWelcome.WantsSessionWithoutName(received.Body))
            {
                // MQTT 3.1.1 cannot tell the client its assigned id, so the client could not come back to its session.
                await SendPacketAsync(ClientWelcome.NoName, cancellation);
                return null;
            }
        }

        MqttPacket packet = PacketFormatterAdapter.Decode(received);
        if (packet is MqttConnectPacket connect)
        {
            _welcome.Meet(connect);
        }
        else if (packet is MqttPublishPacket publish)
        {
            Check(publish, received);
        }

        return packet;
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

    private void LeaveOut(MqttPublishPacket publish, int bytes)
    {
        _leftOut.Add(publish);
        Refused?.Invoke(ClientId, $"a message to {ClientId} was left out: it has {bytes} bytes, and {ClientId} takes {_welcome.MaxBytesToClient} at most");
    }

    private async Task RefuseAsync(RefusedPacketException refused, CancellationToken cancellation)
    {
        string who = ClientId.Length == 0 ? $"{Peer}" : ClientId;
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
