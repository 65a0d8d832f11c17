using MQTTnet;
using MQTTnet.Formatter;

namespace NanoEvents.HomeAssistant;

/// <summary>
/// Shows devices in Home Assistant: their sources as entities, by MQTT discovery, with what they show now. It follows states and not events, so what a device
/// has kept while it was offline never shows up as now.
/// </summary>
/// <example>
/// <code>
/// var broker = new EventClientOptions { Broker = "mqtt://127.0.0.1:1883" };
/// await using var client = new EventClient(broker);
/// await new HomeAssistantBridge(client, new HomeAssistantOptions { Broker = broker }).RunAsync(cancellationToken);
/// </code>
/// </example>
public sealed class HomeAssistantBridge
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lookForRemoved = TimeSpan.FromSeconds(30);

    private readonly IEventClient _client;
    private readonly HomeAssistantOptions _options;
    private readonly HomeAssistantTopics _topics;
    private readonly HouseBoard _board;
    private readonly ConnectionSettings _settings;
    private readonly Backoff _backoff;
    private volatile TaskCompletionSource _changed = NewSignal();
    private MqttProtocolVersion _version = MqttProtocolVersion.V500;
    private string? _lastProblem;
    private bool _everOpened;
    private bool _saidFull;
    private int _runs;

    /// <summary>Creates a bridge. It connects when you run it.</summary>
    /// <param name="client">Where the states come from. You dispose of it.</param>
    /// <param name="options">Where Home Assistant is.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public HomeAssistantBridge(IEventClient client, HomeAssistantOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        _client = client;
        _options = options with { };
        _topics = new HomeAssistantTopics(options.DiscoveryPrefix);
        _board = new HouseBoard(_options, _topics);
        _settings = options.Broker.ForStates(null).Connection with { ClientId = $"nanoevents-homeassistant-{options.Name}" };
        _backoff = new Backoff(options.Broker.ReconnectDelay, Random.Shared);
    }

    /// <summary>Raised with a line for people: connected, waiting for Home Assistant's broker. It is raised on any thread.</summary>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <summary>How many devices Home Assistant has from this bridge.</summary>
    public int Devices => _board.Devices;

    /// <summary>How many entities Home Assistant has from this bridge.</summary>
    public int Entities => _board.Entities;

    /// <summary>Shows devices until you cancel. Then it says to Home Assistant that it is away, and returns.</summary>
    /// <param name="cancellationToken">Ends the bridge.</param>
    /// <exception cref="BrokerRefusedException">One of the two brokers refuses the user, the client or a topic; or another program has this bridge's name.</exception>
    /// <remarks>A broker that is absent is waited for without a limit. You can run a bridge once.</remarks>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _runs) > 1)
        {
            throw new InvalidOperationException("A bridge runs once.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [ReadAsync(ending.Token), SpeakAsync(ending.Token)];
        Task first = await Task.WhenAny(tasks).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        foreach (Task task in tasks.OrderBy(task => task == first ? 0 : 1))
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // It was to end.
            }
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        await foreach (DeviceState state in _client.ReadStateAsync(cancellationToken: stop).ConfigureAwait(false))
        {
            if (_client.TryGetState(state.Device, out _))
            {
                _board.Take(state, Now);
            }
            else
            {
                _board.Remove(state.Device);
            }

            _changed.TrySetResult();
        }
    }

    private async Task SpeakAsync(CancellationToken stop)
    {
        while (true)
        {
            if (await TryStayConnectedAsync(stop).ConfigureAwait(false) is { } problem)
            {
                if (problem != _lastProblem)
                {
                    Say(NoticeKind.Waiting, $"Waiting for Home Assistant's broker at {_settings.Address}: {problem}");
                    _lastProblem = problem;
                }

                await Task.Delay(_backoff.Next(), _options.TimeProvider, stop).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Why the connection has ended or failed; null for an immediate retry.</returns>
    private async Task<string?> TryStayConnectedAsync(CancellationToken stop)
    {
        try
        {
            using var connection = new HomeAssistantConnection(_settings, HomeAssistantTopics.BridgeOf(_options.Name));
            try
            {
                return await StayConnectedAsync(connection, stop).ConfigureAwait(false);
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                if (await connection.IsTakenOverAsync().ConfigureAwait(false))
                {
                    throw _settings.TakenOver();
                }

                throw;
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            // The MQTT client calls a cancelled wait for an answer a timeout.
            throw new OperationCanceledException(e.Message, e, stop);
        }
        catch (VersionRefusedException) when (_version == MqttProtocolVersion.V500)
        {
            _version = MqttProtocolVersion.V311;
            return null;
        }
        catch (RefusalException e) when (!_everOpened)
        {
            throw e.At(_settings.Address);
        }
        catch (TlsFailedException e) when (!e.Trouble.MayPass && !_everOpened)
        {
            throw new BrokerRefusedException($"No TLS with Home Assistant's broker at {_settings.Address}: {e.Message}", e) { Reason = BrokerRefusalReason.TlsFailed };
        }
        catch (Exception e) when (e is not BrokerRefusedException)
        {
            return e is TimeoutException or TlsFailedException or RefusalException ? e.Message : e.GetBaseException().Message;
        }
    }

    private async Task<string> StayConnectedAsync(HomeAssistantConnection connection, CancellationToken stop)
    {
        connection.Received += Take;
        await connection.OpenAsync(_version, stop).ConfigureAwait(false);
        await connection.SubscribeAsync(_topics.Birth, stop).ConfigureAwait(false);

        // Before anything is written: what is there is of an earlier run.
        await connection.ReadRetainedAsync(_topics.AnyDiscovery, stop).ConfigureAwait(false);
        _board.Forgotten();
        bool isThere = false;
        bool isHeard = false;
        DateTimeOffset lookedAt = default;
        try
        {
            while (!connection.Closed.IsCompleted)
            {
                _changed = NewSignal();
                isHeard = Listen(isHeard);
                lookedAt = LookForRemoved(lookedAt);
                foreach (Publication publication in _board.Due(Now))
                {
                    await connection.PublishAsync(publication, stop).ConfigureAwait(false);
                }

                // After the values: nothing of before is shown as now. Without the devices' broker nobody knows the present.
                isThere = await AnnounceAsync(connection, isThere, isHeard, stop).ConfigureAwait(false);
                Opened();
                await Task.WhenAny(_changed.Task, connection.Closed, Task.Delay(_tick, _options.TimeProvider, stop)).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            if (stop.IsCancellationRequested && !connection.Closed.IsCompleted)
            {
                await connection.LeaveAsync().ConfigureAwait(false);
            }
        }

        MqttClientDisconnectedEventArgs end = await connection.Closed.ConfigureAwait(false);
        return end.Reason == MqttClientDisconnectReason.SessionTakenOver ? throw _settings.TakenOver() : end.Exception?.GetBaseException().Message ?? $"it closed the connection ({end.Reason})";
    }

    private async Task<bool> AnnounceAsync(HomeAssistantConnection connection, bool isThere, bool isHeard, CancellationToken stop)
    {
        if (!_everOpened || isThere != isHeard)
        {
            string text = isHeard ? HomeAssistantConnection.Online : HomeAssistantConnection.Offline;
            await connection.PublishAsync(new Publication(HomeAssistantTopics.BridgeOf(_options.Name), text, true), stop).ConfigureAwait(false);
        }

        return isHeard;
    }

    private bool Listen(bool wasHeard)
    {
        bool isHeard = _client.IsConnected;
        if (isHeard && !wasHeard)
        {
            _board.Heard(Now);
        }

        return isHeard;
    }

    private DateTimeOffset LookForRemoved(DateTimeOffset lookedAt)
    {
        if (Now - lookedAt < _lookForRemoved)
        {
            return lookedAt;
        }

        foreach (string device in _board.Names.Where(device => !_client.TryGetState(device, out _)))
        {
            _board.Remove(device);
        }

        if (!_saidFull && _board.Entities >= _options.MaxEntities)
        {
            _saidFull = true;
            Say(NoticeKind.Warning, $"Home Assistant has {_options.MaxEntities} entities from this bridge, and gets no more: raise MaxEntities, or look for devices that do not exist");
        }

        return Now;
    }

    private void Opened()
    {
        if (!_everOpened || _lastProblem is not null)
        {
            Say(NoticeKind.Connected, $"Connected to Home Assistant's broker at {_settings.Address}");
        }

        (_everOpened, _lastProblem) = (true, null);
        _backoff.Reset();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(string topic, string text, bool isRetained)
    {
        if (topic == _topics.Birth)
        {
            if (text == HomeAssistantConnection.Online)
            {
                _board.Forgotten();
                _changed.TrySetResult();
            }
        }
        else if (isRetained && text.Length > 0)
        {
            _board.Found(topic);
        }
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    private void Say(NoticeKind kind, string text) => NoticeReceived?.Invoke(this, new NoticeEventArgs(new Notice(kind, text)));
}
