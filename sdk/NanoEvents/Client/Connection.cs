using System.Buffers;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>One connection to the broker, from its start to its end. Messages go where <paramref name="into"/> takes them.</summary>
internal sealed class Connection(
    ConnectionSettings settings, Func<Message, CancellationToken, ValueTask> into, Intake intake) : IAsyncDisposable
{
    private const int MostEarly = 1024;
    private const int MostQuietWaits = 10;
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _openTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(2);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient(new PacedAdapter.Factory(intake));
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _order = new(1);
    private readonly List<Message> _early = [];
    private readonly TaskCompletionSource _passedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<MqttClientDisconnectedEventArgs> _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _retained;
    private int _earlyCount;

    /// <summary>Ends when the connection does, and says why.</summary>
    public Task<MqttClientDisconnectedEventArgs> Closed => _closed.Task;

    /// <summary>Connects and subscribes: first to the states, so that the present is known before the first event.</summary>
    public async Task OpenAsync(MqttProtocolVersion version, CancellationToken cancellationToken)
    {
        _client.ApplicationMessageReceivedAsync += OnMessageAsync;
        _client.DisconnectedAsync += OnDisconnectedAsync;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_openTimeout);
        try
        {
            settings.ThrowIfRefused(await ConnectAsync(version, timeout.Token).ConfigureAwait(false));
            await SubscribeAsync(Topic.State, MqttQualityOfServiceLevel.AtMostOnce, timeout.Token).ConfigureAwait(false);
            await SubscribeAsync(Topic.Status, MqttQualityOfServiceLevel.AtMostOnce, timeout.Token).ConfigureAwait(false);
            await SubscribeAsync(Topic.Events, settings.EventQuality, timeout.Token).ConfigureAwait(false);
            intake.Opened();
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            await PassEarlyOnAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("it does not answer", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
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
            return await _client.ConnectAsync(settings.ToOptions(version, peer), cancellationToken).ConfigureAwait(false);
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

    // States are QoS 0 on purpose: a broker would queue one a minute for a session that is away, in the place of events.
    private async Task SubscribeAsync(string part, MqttQualityOfServiceLevel quality, CancellationToken cancellationToken)
    {
        string topic = Topic.Of(settings.Device ?? Topic.AnyDevice, part);
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topic, quality).Build();
        MqttClientSubscribeResult result = await _client.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                throw new BrokerRefusedException($"The broker at {settings.Address} does not let this user read {topic} ({item.ResultCode}). Let it, in the broker's access list.");
            }
        }
    }

    private async Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        e.AutoAcknowledge = false;
        Message message = Read(e);
        if (message.Kind == MessageKind.Events && Volatile.Read(ref _earlyCount) >= MostEarly)
        {
            // Only a broker that has no limit of its own sends so much: in its turn, then.
            await _passedOn.Task.WaitAsync(_ended.Token).ConfigureAwait(false);
        }

        await _order.WaitAsync(_ended.Token).ConfigureAwait(false);
        try
        {
            // What a session has kept comes before the retained states do: it waits for them.
            if (!_passedOn.Task.IsCompleted && message.Kind == MessageKind.Events)
            {
                _early.Add(message);
                Volatile.Write(ref _earlyCount, _early.Count);
            }
            else
            {
                await into(message, _ended.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            _order.Release();
        }
    }

    // A broker may send what is retained some time after it has answered the subscription. Nothing depends on this but names and times of
    // events that a session has kept, so a short quiet is enough, and without such events there is nothing to wait for.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        int before = -1;
        for (int i = 0; i < MostQuietWaits && before != Volatile.Read(ref _retained) && Volatile.Read(ref _earlyCount) > 0; i++)
        {
            before = Volatile.Read(ref _retained);
            await Task.Delay(_quiet, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PassEarlyOnAsync(CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (Message message in _early)
            {
                await into(message, cancellationToken).ConfigureAwait(false);
            }

            _early.Clear();
            _passedOn.SetResult();
        }
        finally
        {
            _order.Release();
        }
    }

    private Message Read(MqttApplicationMessageReceivedEventArgs e)
    {
        MqttApplicationMessage message = e.ApplicationMessage;
        Volatile.Write(ref _retained, _retained + (message.Retain ? 1 : 0));
        MessageKind kind = Topic.Parse(message.Topic, out string? device);

        // One byte beyond the limit is enough to see that it is beyond.
        ReadOnlySequence<byte> payload = message.Payload;
        byte[] bytes = payload.Slice(0, Math.Min(payload.Length, BatchFormat.MaxBytes + 1)).ToArray();
        return new Message(kind, device, bytes, settings.Time.GetUtcNow(), message.Retain, new Delivery(e, intake));
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs e)
    {
        _closed.TrySetResult(e);
        return Task.CompletedTask;
    }
}
