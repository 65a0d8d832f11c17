using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>The way to a real broker, over MQTTnet. It speaks MQTT 3.1.1, as the board does.</summary>
public sealed class MqttLink : ILink, IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptionsBuilder _options;
    private readonly Func<ILinkSecurity>? _newSecurity;
    private readonly string[] _topics = new string[2];
    private readonly string _statusTopic;
    private readonly string _online;
    private readonly string _address;
    private readonly string _who;
    private ILinkListener? _listener;
    private string? _told;
    private bool _everOpened;

    /// <summary>A link to a broker; nothing happens before it is opened.</summary>
    /// <param name="broker">Such as <c>mqtt://127.0.0.1:1883</c>; may hold user and password.</param>
    /// <param name="deviceId">The device's name in topics.</param>
    /// <param name="online">What the status topic says while the device is connected.</param>
    /// <param name="newSecurity">Makes TLS for a connection; null for none.</param>
    public MqttLink(Uri broker, string deviceId, string online, Func<ILinkSecurity>? newSecurity = null)
    {
        _newSecurity = newSecurity;
        _topics[Topic.Events] = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.Events}";
        _topics[Topic.State] = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.State}";
        _statusTopic = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.Status}";
        _online = online;
        int port = broker.Port > 0 ? broker.Port : broker.Scheme == "mqtts" ? 8883 : 1883;
        _address = $"{broker.Scheme}://{broker.Host}:{port}";
        _options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(broker.Host, port)
            .WithClientId(deviceId)
            .WithTimeout(_patience)
            .WithWillTopic(_statusTopic)
            .WithWillPayload("offline")
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        string[] user = broker.UserInfo.Split(':', 2);
        _who = user[0].Length == 0 ? "a device without user name" : $"user {Uri.UnescapeDataString(user[0])}";
        if (user[0].Length != 0)
        {
            _options.WithCredentials(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.Length == 2 ? user[1] : string.Empty));
        }

        _client.DisconnectedAsync += _ =>
        {
            Close();
            return Task.CompletedTask;
        };
    }

    /// <summary>Told when the connection has opened or closed, and why it does not open, each once until it changes.</summary>
    public event Action<string>? Changed;

    /// <summary>Told when the broker is there and refuses user, password, name or certificate, or is not the one that it should be. The device goes on trying, as the board does.</summary>
    public event Action<string>? Refused;

    /// <inheritdoc/>
    public bool TryOpen(ILinkListener listener)
    {
        try
        {
            OpenAsync().GetAwaiter().GetResult();
            _listener = listener;
            _everOpened = true;
            Tell($"Connected to the broker at {_address}");

            // It may have closed before anybody was told to listen.
            if (!_client.IsConnected)
            {
                Close();
            }

            return true;
        }
        catch (Exception e)
        {
            // It may have connected without taking `online`: the client would refuse to connect twice.
            _client.TryDisconnectAsync().GetAwaiter().GetResult();
            Tell($"Waiting for the broker at {_address}: {(e is OperationCanceledException ? "it does not answer" : e.GetBaseException().Message)}");
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

        // The client keeps the array that it is given until the message is out: one copy a message.
        _ = SendAsync(Message(_topics[topic], buffer.AsSpan(0, length).ToArray(), topic == Topic.State), listener, token);
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

    private void Close()
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
        {
            Tell($"The broker at {_address} has closed the connection");
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
        ThrowIfRefused(await ConnectAsync(patience.Token).ConfigureAwait(false));
        byte[] online = System.Text.Encoding.UTF8.GetBytes(_online);
        await _client.PublishAsync(Message(_statusTopic, online, true), patience.Token).ConfigureAwait(false);
    }

    private async Task<MqttClientConnectResult> ConnectAsync(CancellationToken cancellationToken)
    {
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

            if (!security.MayPass && !_everOpened)
            {
                Refused?.Invoke($"No TLS with the broker at {_address}: {why}");
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

        if (answer.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized)
        {
            Refused?.Invoke($"The broker at {_address} refuses {_who}: {answer.ResultCode}. Check user and password.");
        }

        throw new IOException($"it answers {answer.ResultCode}");
    }

    private async Task SendAsync(MqttApplicationMessage message, ILinkListener listener, int token)
    {
        bool accepted = false;
        try
        {
            using CancellationTokenSource patience = new(_patience);
            MqttClientPublishResult result = await _client.PublishAsync(message, patience.Token).ConfigureAwait(false);
            accepted = result.IsSuccess;
        }
        catch (Exception)
        {
            // Given up, like on the board: the outbox still has it.
        }

        listener.OnAcknowledged(token, accepted);
    }

    private static MqttApplicationMessage Message(string topic, byte[] payload, bool retain) =>
        new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(payload)
            .WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
}
