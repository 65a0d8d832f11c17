using System.Buffers;
using System.Text;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>
/// The way to a real broker, over MQTTnet. It speaks MQTT 5, in which a broker reports what it refuses and how large a message may be. With a broker
/// that does not support 5 it speaks 3.1.1, as the board does.
/// </summary>
public sealed class MqttLink : ILink, IDisposable
{
    // Header, length, the topic's length, the message's number and its properties.
    private const int FrameBytes = 16;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptionsBuilder _options;
    private readonly Func<ILinkSecurity>? _newSecurity;
    private readonly string[] _topics;
    private readonly string _statusTopic;
    private readonly string _online;
    private readonly MqttTarget _target;
    private ILinkListener? _listener;
    private MqttProtocolVersion _version = MqttProtocolVersion.V500;
    private uint _keepAliveSeconds;
    private long _maxBytes;
    private string? _told;
    private bool _everOpened;

    /// <summary>A link to a broker; nothing happens before it is opened.</summary>
    /// <param name="broker">Such as <c>mqtt://127.0.0.1:1883</c>; may hold user and password.</param>
    /// <param name="settings">The device's name, the prefix of its topics, and the keep alive.</param>
    /// <param name="online">The text of the status topic while the device is connected.</param>
    /// <param name="newSecurity">Makes TLS for a connection; null for none.</param>
    public MqttLink(Uri broker, Settings settings, string online, Func<ILinkSecurity>? newSecurity = null)
    {
        _newSecurity = newSecurity;
        _topics = Topic.All(settings);
        _statusTopic = Topic.Name(settings, TopicFormat.Status);
        _online = online;
        _keepAliveSeconds = (uint)settings.KeepAliveSeconds;
        _target = new MqttTarget(broker, Topic.ClientId(settings));
        _options = _target.Options(_patience)
            .WithWillTopic(_statusTopic)
            .WithWillPayload("offline")
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        _client.DisconnectedAsync += closed =>
        {
            Close(closed.Reason);
            return Task.CompletedTask;
        };
    }

    /// <summary>Reports when the connection has opened or closed, and why it does not open, each once until it changes.</summary>
    public event Action<string>? Changed;

    /// <summary>
    /// Reports that the broker refuses user, password, name, certificate or the device's messages, or shows a wrong certificate. The device keeps
    /// retrying, as the board does; the caller may end it before it has ever been connected.
    /// </summary>
    public event Action<string>? Refused;

    /// <summary>Gets each batch of events that the broker has accepted.</summary>
    public event Action<byte[]>? Sent;

    /// <summary>Whether it has been open.</summary>
    public bool WasOpen => _everOpened;

    /// <inheritdoc/>
    public bool TryOpen(ILinkListener listener)
    {
        try
        {
            OpenAsync().GetAwaiter().GetResult();
            _listener = listener;
            _everOpened = true;
            Tell($"Connected to the broker at {_target.Address}");

            // It may have closed before anybody was told to listen.
            if (!_client.IsConnected)
            {
                Close(MqttClientDisconnectReason.NormalDisconnection);
            }

            return true;
        }
        catch (Exception e)
        {
            // It may have connected without taking `online`: the client would refuse to connect twice.
            _client.TryDisconnectAsync().GetAwaiter().GetResult();
            Tell($"Waiting for the broker at {_target.Address}: {(e is OperationCanceledException ? "it does not answer" : e.GetBaseException().Message)}");
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TrySend(int topic, byte[] buffer, int length, int token)
    {
        ILinkListener? listener = _listener;
        if (listener == null || !_client.IsConnected)
        {
            return false;
        }

        // MQTT 5 forbids sending messages that the broker has said it does not accept.
        if (_maxBytes != 0 && FrameBytes + Encoding.UTF8.GetByteCount(_topics[topic]) + length > _maxBytes)
        {
            Tell($"The broker at {_target.Address} takes messages of {_maxBytes} bytes at most: a batch of {length} is not sent to it");
            listener.OnAcknowledged(token, false);
            return true;
        }

        // The client keeps the array that it is given until the message is out: one copy a message.
        _ = SendAsync(Message(_topics[topic], buffer.AsSpan(0, length).ToArray(), Topic.IsRetained(topic)), listener, token);
        return true;
    }

    /// <inheritdoc/>
    public void Abort() => _ = _client.TryDisconnectAsync();

    /// <summary>Says goodbye: the status becomes `offline`.</summary>
    public void Dispose()
    {
        try
        {
            if (_client.IsConnected)
            {
                _listener = null;
                using CancellationTokenSource patience = new(_patience);
                _client.PublishAsync(Message(_statusTopic, "offline"u8.ToArray(), true), patience.Token).GetAwaiter().GetResult();
                _client.DisconnectAsync(cancellationToken: patience.Token).GetAwaiter().GetResult();
            }
        }
        catch (Exception)
        {
            // The broker is gone: its last will says the same.
        }

        _client.Dispose();
    }

    private void Close(MqttClientDisconnectReason reason)
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
        {
            Tell($"The broker at {_target.Address} has closed the connection{_target.WhyClosed(reason)}");
            listener.OnClosed();
        }
    }

    private void Tell(string remark)
    {
        if (_told != remark)
        {
            _told = remark;
            Changed?.Invoke(remark);
        }
    }

    private async Task OpenAsync()
    {
        using CancellationTokenSource patience = new(_patience);
        MqttClientConnectResult answer = await ConnectInVersionAsync(patience.Token).ConfigureAwait(false);
        if (_version == MqttProtocolVersion.V500 && answer.ServerKeepAlive != 0 && answer.ServerKeepAlive < _keepAliveSeconds)
        {
            // The broker's keep alive counts, and the client accepts one only when it connects.
            _keepAliveSeconds = answer.ServerKeepAlive;
            await _client.TryDisconnectAsync().ConfigureAwait(false);
            answer = await ConnectInVersionAsync(patience.Token).ConfigureAwait(false);
        }

        _maxBytes = answer.MaximumPacketSize ?? 0;
        MqttClientPublishResult told =
            await _client.PublishAsync(Message(_statusTopic, Encoding.UTF8.GetBytes(_online), true), patience.Token).ConfigureAwait(false);
        if (!told.IsSuccess)
        {
            Refused?.Invoke($"The broker at {_target.Address} does not take {_statusTopic} from {_target.Who}: {told.ReasonCode}. Let it, in the broker's access list.");
            throw new IOException($"it does not take {_statusTopic}: {told.ReasonCode}");
        }
    }

    private async Task<MqttClientConnectResult> ConnectInVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            MqttClientConnectResult answer = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            if (_version == MqttProtocolVersion.V311 || !MqttTarget.IsAboutVersion(answer.ResultCode))
            {
                ThrowIfRefused(answer);
                return answer;
            }

            await _client.TryDisconnectAsync().ConfigureAwait(false);
        }
        catch (MqttConnectingFailedException) when (_version == MqttProtocolVersion.V500 && !_everOpened)
        {
            // Old brokers close the connection without an answer, or answer in a form that version 5 does not have.
        }

        _version = MqttProtocolVersion.V311;
        try
        {
            MqttClientConnectResult older = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            ThrowIfRefused(older);
            return older;
        }
        catch (Exception) when (!_everOpened)
        {
            _version = MqttProtocolVersion.V500;
            throw;
        }
    }

    private async Task<MqttClientConnectResult> ConnectAsync(CancellationToken cancellationToken)
    {
        _options.WithProtocolVersion(_version).WithKeepAlivePeriod(TimeSpan.FromSeconds(_keepAliveSeconds));
        if (_newSecurity?.Invoke() is not { } security)
        {
            return await _client.ConnectAsync(_options.Build(), cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await _client.ConnectAsync(_options.WithTlsOptions(security.Apply).Build(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            string? why = await security.ExplainAsync(e, cancellationToken).ConfigureAwait(false);
            if (why == null)
            {
                throw;
            }

            if (!security.MayPass)
            {
                Refused?.Invoke($"No TLS with the broker at {_target.Address}: {why}");
            }

            throw new IOException(why);
        }
    }

    private void ThrowIfRefused(MqttClientConnectResult answer)
    {
        if (answer.ResultCode == MqttClientConnectResultCode.Success)
        {
            return;
        }

        if (_target.WhyRefused(answer.ResultCode) is { } why)
        {
            Refused?.Invoke(why);
        }

        throw new IOException($"it answers {answer.ResultCode} to {_target.WhoAs}");
    }

    private async Task SendAsync(MqttApplicationMessage message, ILinkListener listener, int token)
    {
        bool accepted = false;
        try
        {
            using CancellationTokenSource patience = new(_patience);
            MqttClientPublishResult result = await _client.PublishAsync(message, patience.Token).ConfigureAwait(false);
            accepted = result.IsSuccess;
            if (accepted && message.Topic == _topics[Topic.Events])
            {
                Sent?.Invoke(message.Payload.ToArray());
            }
            else if (!accepted)
            {
                Tell($"The broker at {_target.Address} refuses a message: {result.ReasonCode}. It is sent again");
            }
        }
        catch (Exception)
        {
            // Given up, like on the board: the outbox still has it.
        }

        listener.OnAcknowledged(token, accepted);
    }

    private static MqttApplicationMessage Message(string topic, byte[] payload, bool retain) =>
        new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(payload).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
}
