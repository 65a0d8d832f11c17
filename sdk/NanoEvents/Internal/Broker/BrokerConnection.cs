using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>One connection to the broker, from its start to its end. Messages go into the reader's inbox.</summary>
internal sealed class BrokerConnection(
    ConnectionSettings settings, Inbox inbox, InFlight.Intake intake) : IAsyncDisposable
{
    private const int MaxQuietWaits = 10;
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _openTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<MqttClientDisconnectedEventArgs> _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OldSubscriptions _old = new(settings);

    private Arrivals? _arrivals;
    private IMqttClient? _client;

    /// <summary>Subscriptions of an older reading were found, and the broker has removed them.</summary>
    public event Action<IReadOnlyList<string>>? SubscriptionsTakenBack;

    /// <summary>Ends when the connection ends, and reports why.</summary>
    public Task<MqttClientDisconnectedEventArgs> Closed => _closed.Task;

    /// <summary>Connects and subscribes. States are delivered first, so that the present is known before the first event.</summary>
    public async Task<BrokerAnswer> OpenAsync(MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        _arrivals = new Arrivals(settings, inbox, intake, TakeUnwanted);
        _client = new MqttClientFactory().CreateMqttClient(new PacedAdapter.Factory(inbox, intake, settings.ReceiveMaximum, _arrivals.Take));
        _client.DisconnectedAsync += OnDisconnectedAsync;
        using var patience = new CancellationTokenSource(_openTimeout, settings.Time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            BrokerAnswer answer = await AskAsync(version, timeout.Token).ConfigureAwait(false);
            intake.Opened();
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            _arrivals.PassEarlyOn();
            _opened.TrySetResult();
            return answer;
        }
        catch (Exception e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("it does not answer", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is null)
        {
            return;
        }

        try
        {
            using var timeout = new CancellationTokenSource(_closeTimeout);
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is closed already, which is the intention here.
        }

        _client.Dispose();
        intake.End();
    }

    private async Task<BrokerAnswer> AskAsync(MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        TlsPeer? peer = settings.NewPeer();
        MqttClientConnectResult result = await ConnectAsync(peer, version, cancellationToken).ConfigureAwait(false);
        settings.ThrowIfRefused(result);
        BrokerAnswer answer = BrokerAnswer.Of(result, version, peer?.Expiry);
        return answer with
        {
            GrantsQuality = await SubscribeAsync(cancellationToken).ConfigureAwait(false),
            TakenBack = answer.HasSession ? await TakeBackAsync(_old.Usual(), cancellationToken).ConfigureAwait(false) : [],
        };
    }

    private async Task<MqttClientConnectResult> ConnectAsync(TlsPeer? peer, MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await _client!.ConnectAsync(settings.ToOptions(version, peer), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (peer is not null && e is not OperationCanceledException)
        {
            TlsTrouble? trouble = await peer.FindAsync(e, cancellationToken).ConfigureAwait(false);
            if (trouble is null || !IsTheTrouble(trouble, e, version))
            {
                throw;
            }

            throw new TlsFailedException(trouble, e);
        }
    }

    // A broker may close the connection because of the version, so the older version is tried first.
    private static bool IsTheTrouble(TlsTrouble trouble, Exception e, MqttProtocolVersion version) =>
        !trouble.MayPass || version != MqttProtocolVersion.V500 || e is not MqttConnectingFailedException;

    // In one message: no event can slip in between the state that a reader sees and the subscription to what changes it. States are QoS 0 on purpose:
    // a broker would queue them for a session that is away, and drop events for them. The higher quality stands first, because MQTTnet's
    // broker answers in that order.
    // An access list of before the names had a topic does not allow it: then sources have numbers only.
    /// <returns>Whether the broker grants the request.</returns>
    private async Task<bool> SubscribeAsync(CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(settings.TopicOf(Topics.Events), settings.EventQuality)
            .WithTopicFilter(settings.TopicOf(Topics.State), MqttQualityOfServiceLevel.AtMostOnce)
            .WithTopicFilter(settings.TopicOf(Topics.Names), MqttQualityOfServiceLevel.AtMostOnce)
            .WithTopicFilter(settings.TopicOf(Topics.Status), MqttQualityOfServiceLevel.AtMostOnce)
            .Build();
        MqttClientSubscribeResult result = await _client!.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        MqttClientSubscribeResultItem? refused = result.Items.FirstOrDefault(item => IsRefused(item) && item.TopicFilter.Topic != settings.TopicOf(Topics.Names));
        return refused is not null
            ? throw ConnectionSettings.Refused(refused)
            : result.Items.First().ResultCode >= (MqttClientSubscribeResultCode)settings.EventQuality;
    }

    private static bool IsRefused(MqttClientSubscribeResultItem item) => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2;

    // After the subscription, so that no message is missed in between.
    private async Task<IReadOnlyList<string>> TakeBackAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        if (filters.Count == 0)
        {
            return [];
        }

        var options = new MqttClientUnsubscribeOptionsBuilder();
        foreach (string filter in filters)
        {
            options.WithTopicFilter(filter);
        }

        MqttClientUnsubscribeResult result = await _client!.UnsubscribeAsync(options.Build(), cancellationToken).ConfigureAwait(false);

        // MQTT 3.1.1 does not say which of them existed.
        return _client.Options.ProtocolVersion < MqttProtocolVersion.V500 ? []
            : [.. result.Items.Where(item => item.ResultCode == MqttClientUnsubscribeResultCode.Success).Select(item => item.TopicFilter)];
    }

    // Called on the reading thread, which must not wait.
    private void TakeUnwanted(string topic)
    {
        IReadOnlyList<string> filters = settings.KeepsSession ? _old.Of(topic) : [];
        if (filters.Count > 0)
        {
            _ = Task.Run(() => TakeBackLaterAsync(filters));
        }
    }

    private async Task TakeBackLaterAsync(IReadOnlyList<string> filters)
    {
        try
        {
            using var timeout = new CancellationTokenSource(_openTimeout, settings.Time);
            await _opened.Task.WaitAsync(timeout.Token).ConfigureAwait(false);
            IReadOnlyList<string> forgotten = await TakeBackAsync(filters, timeout.Token).ConfigureAwait(false);
            SubscriptionsTakenBack?.Invoke(forgotten);
        }
        catch (Exception)
        {
            // The connection has been closed meanwhile. The next one finds the subscription again.
        }
    }

    // A broker may send what is retained some time after it has answered the subscription. Only names and times of events from a session depend on
    // this. So a short quiet time is enough, and without such events there is no wait.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        int before = -1;
        for (int i = 0; i < MaxQuietWaits && before != _arrivals!.RetainedCount && _arrivals.EarlyCount > 0; i++)
        {
            before = _arrivals.RetainedCount;
            await Task.Delay(_quiet, settings.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs e)
    {
        _closed.TrySetResult(e);
        return Task.CompletedTask;
    }
}
