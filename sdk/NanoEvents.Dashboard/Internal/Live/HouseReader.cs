using NanoEvents.Bridge;
using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>Reads the broker: a bridge carries the events into the history, and a second client follows the present.</summary>
internal sealed class HouseReader : IAsyncDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _fastest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _afterRefusal = TimeSpan.FromSeconds(10);

    private readonly EventClient _events;
    private readonly EventClient _states;
    private readonly HistoryEventSink _history;
    private readonly LiveSink _sink;
    private readonly LiveFeed _feed;
    private readonly TimeSpan _look;
    private readonly SemaphoreSlim _changed = new(0, 1);

    public HouseReader(DashboardOptions options, LiveFeed feed)
    {
        _feed = feed;
        _events = new EventClient(options.ForEvents());
        _states = new EventClient(options.ForStates());
        _history = new HistoryEventSink(new HistoryOptions { Path = options.Data, Keep = options.Keep, TimeProvider = options.TimeProvider });
        _sink = new LiveSink(_history, feed);
        Bridge = new EventBridge(_events, _sink, new EventBridgeOptions { Name = options.Data, DrainTime = TimeSpan.FromSeconds(3), LoggerFactory = options.LoggerFactory });
        Presence = new PresenceWatch(_states, _history, options.TimeProvider, options.Speed);
        Since = options.TimeProvider.GetUtcNow();
        _look = options.Speed > 1 ? _fastest : _period;
        _events.NoticeReceived += (_, e) => Say(e);
        Bridge.NoticeReceived += (_, e) => Say(e);
        _states.NoticeReceived += (_, _) => Changed();
    }

    /// <summary>A line for people.</summary>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    public EventBridge Bridge { get; }

    public PresenceWatch Presence { get; }

    /// <summary>The devices as they are now.</summary>
    public IReadOnlyList<DeviceState> Devices => _states.Devices;

    /// <summary>Whether the broker is connected for events and for the present.</summary>
    public bool IsConnected => _events.IsConnected && _states.IsConnected;

    public ClientStats Stats => _events.Stats;

    public IReadOnlyList<string> Warnings => _events.Warnings;

    /// <summary>The payload that has come from a device since the reading began; 0 if none has.</summary>
    public long BytesOf(string device) => _events.TryGetState(device, out DeviceState? state) ? state.PayloadBytes : 0;

    public TimeSpan? ClockErrorOf(string device) => _sink.ClockErrorOf(device);

    /// <summary>When the reading began.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Opens the file, so that what is wrong with it is said at once.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => await _history.LoadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Reads until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] others = [FollowAsync(ending.Token), WatchAsync(ending.Token)];
        try
        {
            await Bridge.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(others).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync().ConfigureAwait(false);
        await _states.DisposeAsync().ConfigureAwait(false);
        await _sink.DisposeAsync().ConfigureAwait(false);
        _changed.Dispose();
    }

    private void Say(NoticeEventArgs e)
    {
        NoticeReceived?.Invoke(this, e);
        Changed();
    }

    // The bridge says what the broker refuses. The present is asked for again.
    private async Task FollowAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await foreach (DeviceState _ in _states.ReadStateAsync(cancellationToken: stop).ConfigureAwait(false))
                {
                    Changed();
                }
            }
            catch (BrokerRefusedException)
            {
                await Task.Delay(_afterRefusal, stop).ConfigureAwait(false);
            }
        }
    }

    // Silence changes the present, too.
    private async Task WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            bool isTold = await _changed.WaitAsync(_look, stop).ConfigureAwait(false);
            if (await TryLookAsync(stop).ConfigureAwait(false) || isTold)
            {
                _feed.Tick();
            }

            await Task.Delay(_fastest, stop).ConfigureAwait(false);
        }
    }

    // While the bridge opens the file again nothing can be written, and the next look writes it.
    private async Task<bool> TryLookAsync(CancellationToken stop)
    {
        try
        {
            return await Presence.LookAsync(stop).ConfigureAwait(false);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Changed()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is due already.
        }
    }
}
