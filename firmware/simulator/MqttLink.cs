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
    private readonly MqttClientOptions _options;
    private readonly string[] _topics = new string[2];
    private readonly string _statusTopic;
    private readonly string _online;
    private ILinkListener? _listener;
    private string? _told;

    /// <summary>A link to a broker; nothing happens before it is opened.</summary>
    /// <param name="broker">Such as <c>mqtt://127.0.0.1:1883</c>; may hold user and password.</param>
    /// <param name="deviceId">The device's name in topics.</param>
    /// <param name="online">What the status topic says while the device is connected.</param>
    public MqttLink(Uri broker, string deviceId, string online)
    {
        _topics[Topic.Events] = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.Events}";
        _topics[Topic.State] = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.State}";
        _statusTopic = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.Status}";
        _online = online;
        Port = broker.Port > 0 ? broker.Port : broker.Scheme == "mqtts" ? 8883 : 1883;
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(broker.Host, Port)
            .WithTlsOptions(tls => tls.UseTls(broker.Scheme == "mqtts"))
            .WithClientId(deviceId)
            .WithTimeout(_patience)
            .WithWillTopic(_statusTopic)
            .WithWillPayload("offline")
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        string[] user = broker.UserInfo.Split(':', 2);
        if (user[0].Length != 0)
        {
            options.WithCredentials(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.Length == 2 ? user[1] : string.Empty));
        }

        _options = options.Build();
        _client.DisconnectedAsync += _ =>
        {
            Close();
            return Task.CompletedTask;
        };
    }

    /// <summary>The broker's port.</summary>
    public int Port { get; }

    /// <summary>Told when the connection has opened or closed, and why it does not open, each once until it changes.</summary>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public bool TryOpen(ILinkListener listener)
    {
        try
        {
            OpenAsync().GetAwaiter().GetResult();
            _listener = listener;
            Tell("connected");

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
            Tell($"cannot be reached, trying again: {e.InnerException?.Message ?? e.Message}");
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
            Tell("has closed the connection");
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
        await _client.ConnectAsync(_options, patience.Token).ConfigureAwait(false);
        byte[] online = System.Text.Encoding.UTF8.GetBytes(_online);
        await _client.PublishAsync(Message(_statusTopic, online, true), patience.Token).ConfigureAwait(false);
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
