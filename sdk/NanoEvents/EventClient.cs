using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NanoEvents;

/// <summary>
/// Reads the events of NanoEvents devices from an MQTT broker: each once, in order and with its time. Missing events are reported.
/// </summary>
/// <example>
/// <code>
/// await using var client = new EventClient("mqtt://127.0.0.1:1883");
/// await foreach (NanoEvent e in client.ReadAsync())
/// {
///     Console.WriteLine(e);
/// }
/// </code>
/// </example>
public sealed class EventClient : IEventClient
{
    /// <summary>The name of the meter and of the activity source: for <c>AddMeter</c> and <c>AddSource</c> of OpenTelemetry.</summary>
    public const string TelemetryName = Telemetry.Name;

    private readonly EventClientOptions _options;
    private readonly ClientCounts _counts = new();
    private readonly TimelineCounts _timelineCounts = new();
    private readonly Notices _notices;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private readonly PresentGauges? _gauges;
    private ImmutableList<RunningLoop> _running = [];
    private RunningLoop? _events;

    /// <summary>Creates a client. It connects when you start to read.</summary>
    /// <param name="options">The broker's address, and how to read.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public EventClient(EventClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        _options = options with { Kinds = options.Kinds.Copy() };
        _gauges = options.MaxGauges > 0 ? new PresentGauges(() => Devices, options.MaxGauges, options.TimeProvider) : null;
        _notices = new Notices(options.LoggerFactory);
        _notices.Made += notice => NoticeReceived?.Invoke(this, new NoticeEventArgs(notice));
    }

    /// <summary>Creates a client with default options.</summary>
    /// <param name="broker">The broker: <c>mqtt://[user[:password]@]host[:port]</c>, or <c>mqtts://…</c> for TLS.</param>
    public EventClient(string broker)
        : this(new EventClientOptions { Broker = broker })
    {
    }

    /// <inheritdoc/>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <inheritdoc/>
    public bool IsConnected => Running is { Count: > 0 } running && running.TrueForAll(r => r.Reading.IsConnected);

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _notices.Lasting;

    /// <inheritdoc/>
    public ClientStats Stats => _timelineCounts.Complete(_counts.Snapshot()) with { Behind = _events?.Reading.Behind ?? TimeSpan.Zero };

    /// <inheritdoc/>
    public IReadOnlyList<DeviceState> Devices => [.. Known.SelectMany(r => r.Reading.Devices).DistinctBy(d => d.Device, StringComparer.Ordinal)];

    /// <summary>The messages that the present reading holds; for tests.</summary>
    internal InFlight? InFlight => _events?.Reading.InFlight;

    private ImmutableList<RunningLoop> Running => Volatile.Read(ref _running);

    // The loop of events knows most. Its last states stay available after its end.
    private IEnumerable<RunningLoop> Known => _events is { } events ? Running.Remove(events).Insert(0, events) : Running;

    /// <inheritdoc/>
    public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = Known.Select(r => r.Reading.TryGetState(device, out DeviceState? found) ? found : null).FirstOrDefault(found => found is not null);
        return state is not null;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
        ReadEventsAsync(reading => new SingleReading(reading), filter, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<EventBatch> ReadBatchesAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
        ReadEventsAsync(reading => new BatchReading(reading), filter, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<DeviceState> ReadStateAsync(string? device = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return (new EventFilter { Device = device }.FindProblem() ?? FindPrefixProblem(device)) is { } problem
            ? throw new ArgumentException(problem, nameof(device))
            : Loop<DeviceState>(stop => new StateReading(_options.ForStates(device), _notices, stop), cancellationToken);
    }

    /// <summary>
    /// Ends all loops, and waits until each loop that waits for an event or a state is over and has closed its connection.
    /// </summary>
    /// <remarks>
    /// A loop whose body runs is not waited for, so that you can also call this from inside the body. Such a loop ends when it asks for the next
    /// event, and its last event counts as handled. Do not block a handler of <see cref="NoticeReceived"/> on this method: the loop waits for the handler.
    /// </remarks>
    public async ValueTask DisposeAsync()
    {
        // Not disposed: a reading that is just ending may still use it.
        await _disposed.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(Running.Select(loop => loop.UntilOverAsync())).ConfigureAwait(false);
    }

    private string? FindPrefixProblem(string? device) =>
        device is null || TopicPrefix.Fits(_options.TopicPrefix, device) ? null
        : _options.TopicPrefix is { } prefix ? $"under the topic prefix {prefix} a device has a name such as {prefix.Replace('+', 'x')}/hall"
        : "a device with a / in its name needs a topic prefix";

    private IAsyncEnumerable<T> ReadEventsAsync<T>(Func<EventReading, IReading<T>> open, EventFilter? filter, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        filter ??= EventFilter.All;
        return (filter.FindProblem() ?? FindPrefixProblem(filter.Device)) is { } problem
            ? throw new ArgumentException(problem, nameof(filter))
            : Loop(stop => open(NewReading(filter, stop)), cancellationToken);
    }

    private EventReading NewReading(EventFilter filter, CancellationToken stop) => new(
        _options.ForEvents(filter), _counts, _timelineCounts, _notices, new ReadingTelemetry(_options.TimeProvider, _timelineCounts.Snapshot()), stop);

    private IAsyncEnumerable<T> Loop<T>(Func<CancellationToken, IReading<T>> open, CancellationToken cancellationToken) =>
        QuickLoop<T>.Over((quick, ofLoop) => EnumerateAsync(open, quick, cancellationToken).GetAsyncEnumerator(ofLoop));

    // The one loop, whatever it reads.
    private async IAsyncEnumerable<T> EnumerateAsync<T>(
        Func<CancellationToken, IReading<T>> open, QuickLoop<T> quick, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        CancellationToken stop = ending.Token;
        IReading<T> reading = open(stop);
        var loop = new RunningLoop(reading.Wire);
        try
        {
            Begin(loop, isOfEvents: reading is not StateReading);
            stop.ThrowIfCancellationRequested();
            reading.Start();
            quick.Begins(reading, stop);
            while (true)
            {
                while (reading.TryTake(out T? item))
                {
                    loop.EnterBody(stop);
                    yield return item;
                }

                loop.LeaveBody();
                await reading.AdvanceAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            quick.Ends();
            loop.LeaveBody();
            await reading.DisposeAsync().ConfigureAwait(false);
            End(loop);
        }
    }

    private void Begin(RunningLoop loop, bool isOfEvents)
    {
        lock (_lock)
        {
            if (isOfEvents && _events is { } events && _running.Contains(events))
            {
                throw new InvalidOperationException("This client is reading already. Use one client for each loop.");
            }

            _running = _running.Add(loop);
            _gauges?.Begin();
            _events = isOfEvents ? loop : _events;
        }
    }

    private void End(RunningLoop loop)
    {
        lock (_lock)
        {
            _running = _running.Remove(loop);
            if (_running.IsEmpty)
            {
                _gauges?.End();
            }
        }

        loop.SetOver();
    }
}
