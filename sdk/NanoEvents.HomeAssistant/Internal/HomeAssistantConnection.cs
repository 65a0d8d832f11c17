using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents.HomeAssistant;

/// <summary>One connection to Home Assistant's broker. When it ends, the broker says that the bridge is away.</summary>
/// <param name="settings">Where, and who.</param>
/// <param name="presence">The topic that says whether the bridge is there.</param>
internal sealed class HomeAssistantConnection(ConnectionSettings settings, string presence) : IDisposable
{
    public const string Online = "online";
    public const string Offline = "offline";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource<MqttClientDisconnectedEventArgs> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private long _received;

    /// <summary>Each message: its topic, its text, and whether the broker had retained it.</summary>
    public event Action<string, string, bool>? Received;

    /// <summary>Ends with the connection.</summary>
    public Task<MqttClientDisconnectedEventArgs> Closed => _closed.Task;

    /// <exception cref="RefusalException">The broker refuses the user.</exception>
    /// <exception cref="VersionRefusedException">The broker wants another version.</exception>
    public async Task OpenAsync(MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        _client.DisconnectedAsync += e =>
        {
            _closed.TrySetResult(e);
            return Task.CompletedTask;
        };
        _client.ApplicationMessageReceivedAsync += TakeAsync;
        TlsPeer? peer = settings.NewPeer();
        MqttClientOptions options = settings.ToOptions(version, peer);
        options.WillTopic = presence;
        options.WillPayload = "offline"u8.ToArray();
        options.WillRetain = true;
        options.WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
        using CancellationTokenSource patience = PatienceWith(cancellationToken);
        try
        {
            settings.ThrowIfRefused(await _client.ConnectAsync(options, patience.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (peer is not null && e is not OperationCanceledException and not RefusalException and not VersionRefusedException)
        {
            throw await peer.FindAsync(e, cancellationToken).ConfigureAwait(false) is { } trouble ? new TlsFailedException(trouble, e) : e;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("it does not answer", e);
        }
    }

    /// <exception cref="RefusalException">The user may not read this.</exception>
    public async Task SubscribeAsync(string filter, CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce).Build();
        using CancellationTokenSource patience = PatienceWith(cancellationToken);
        MqttClientSubscribeResult result = await _client.SubscribeAsync(options, patience.Token).ConfigureAwait(false);
        if (result.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
        {
            throw ConnectionSettings.Refused(refused);
        }
    }

    /// <summary>Reads what the broker has retained. A broker sends it some time after its answer.</summary>
    public async Task ReadRetainedAsync(string filter, CancellationToken cancellationToken)
    {
        await SubscribeAsync(filter, cancellationToken).ConfigureAwait(false);
        for (long before = -1; before != Interlocked.Read(ref _received);)
        {
            before = Interlocked.Read(ref _received);
            await Task.Delay(_quiet, cancellationToken).ConfigureAwait(false);
        }

        using CancellationTokenSource patience = PatienceWith(cancellationToken);
        await _client.UnsubscribeAsync(filter, patience.Token).ConfigureAwait(false);
    }

    /// <summary>Publishes, and waits until the broker has it.</summary>
    /// <exception cref="RefusalException">The user may not write this. A broker of MQTT 3.1.1 does not say so.</exception>
    public async Task PublishAsync(Publication publication, CancellationToken cancellationToken)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(publication.Topic).WithPayload(publication.Payload)
            .WithRetainFlag(publication.IsRetained).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        using CancellationTokenSource patience = PatienceWith(cancellationToken);
        MqttClientPublishResult result = await _client.PublishAsync(message, patience.Token).ConfigureAwait(false);
        if (result.ReasonCode == MqttClientPublishReasonCode.NotAuthorized)
        {
            throw new RefusalException(
                BrokerRefusalReason.NotAuthorized, $"does not let this user write {publication.Topic}. Let it write {HomeAssistantTopics.Present}/# and Home Assistant's discovery, in the broker's access list.");
        }

        if (!result.IsSuccess)
        {
            throw new IOException($"it does not take {publication.Topic} ({result.ReasonCode})");
        }
    }

    /// <summary>Whether another program has connected with the same client id. A call may fail a moment before the connection says why it has ended.</summary>
    public async Task<bool> IsTakenOverAsync()
    {
        if (!_client.IsConnected)
        {
            await Task.WhenAny(_closed.Task, Task.Delay(_quiet)).ConfigureAwait(false);
        }

        return _closed.Task is { IsCompletedSuccessfully: true, Result.Reason: MqttClientDisconnectReason.SessionTakenOver };
    }

    /// <summary>Says that the bridge is away, and ends the connection.</summary>
    public async Task LeaveAsync()
    {
        using var patience = new CancellationTokenSource(_farewell);
        await PublishAsync(new Publication(presence, Offline, true), patience.Token).ConfigureAwait(false);
        await _client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token).ConfigureAwait(false);
    }

    /// <summary>Closes the connection. If nobody has left it, the broker says that the bridge is away: that is the last will.</summary>
    public void Dispose() => _client.Dispose();

    private static CancellationTokenSource PatienceWith(CancellationToken cancellationToken)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        return patience;
    }

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        Interlocked.Increment(ref _received);
        string text = e.ApplicationMessage.Payload.Length > 0 ? e.ApplicationMessage.ConvertPayloadToString() : "";
        Received?.Invoke(e.ApplicationMessage.Topic, text, e.ApplicationMessage.Retain);
        return Task.CompletedTask;
    }
}
