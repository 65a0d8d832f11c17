using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>One connection to the broker, from its start to its end. Messages go where <paramref name="into"/> takes them.</summary>
internal sealed class BrokerConnection(
    ConnectionSettings settings, Action<Message> into, Intake intake) : IAsyncDisposable
{
    private const int MaxQuietWaits = 10;
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _openTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(2);

    private readonly Arrivals _arrivals = new(settings.Time, into, intake);
    private readonly TaskCompletionSource<MqttClientDisconnectedEventArgs> _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IMqttClient? _client;

    /// <summary>Ends when the connection does, and says why.</summary>
    public Task<MqttClientDisconnectedEventArgs> Closed => _closed.Task;

    /// <summary>Connects and subscribes. The states come out first, so that the present is known before the first event.</summary>
    public async Task OpenAsync(MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        _client = new MqttClientFactory().CreateMqttClient(new PacedAdapter.Factory(intake, _arrivals.Take));
        _client.DisconnectedAsync += OnDisconnectedAsync;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_openTimeout);
        try
        {
            settings.ThrowIfRefused(await ConnectAsync(version, timeout.Token).ConfigureAwait(false));
            await SubscribeAsync(timeout.Token).ConfigureAwait(false);
            intake.Opened();
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            _arrivals.PassEarlyOn();
        }
        catch (Exception e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
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
            // It has gone already, which is what was wanted.
        }

        _client.Dispose();
        intake.End();
    }

    private async Task<MqttClientConnectResult> ConnectAsync(MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        TlsPeer? peer = settings.NewPeer();
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

    // A broker that closes the connection may do so because of the version: the older one is tried first.
    private static bool IsTheTrouble(TlsTrouble trouble, Exception e, MqttProtocolVersion version) =>
        !trouble.MayPass || version != MqttProtocolVersion.V500 || e is not MqttConnectingFailedException;

    // In one message: no event can slip in between the state that a reader sees and the subscription to what changes it. States are QoS 0 on purpose: a
    // broker would queue one a minute for a session that is away, in the place of events. The higher quality stands first, because MQTTnet's broker
    // answers in that order.
    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(TopicOf(Topics.Events), settings.EventQuality)
            .WithTopicFilter(TopicOf(Topics.State), MqttQualityOfServiceLevel.AtMostOnce)
            .WithTopicFilter(TopicOf(Topics.Status), MqttQualityOfServiceLevel.AtMostOnce)
            .Build();
        MqttClientSubscribeResult result = await _client!.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                throw new BrokerRefusedException($"The broker at {settings.Address} does not let this user read {item.TopicFilter.Topic} ({item.ResultCode}). Let it, in the broker's access list.");
            }
        }
    }

    private string TopicOf(string part) => Topics.Of(settings.Device ?? Topics.AnyDevice, part);

    // A broker may send what is retained some time after it has answered the subscription. Nothing depends on this but names and times of
    // events that a session has kept, so a short quiet is enough, and without such events there is nothing to wait for.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        int before = -1;
        for (int i = 0; i < MaxQuietWaits && before != _arrivals.RetainedCount && _arrivals.EarlyCount > 0; i++)
        {
            before = _arrivals.RetainedCount;
            await Task.Delay(_quiet, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs e)
    {
        _closed.TrySetResult(e);
        return Task.CompletedTask;
    }
}
