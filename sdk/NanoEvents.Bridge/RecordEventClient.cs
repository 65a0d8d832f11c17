using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents.Bridge;

/// <summary>
/// The base of clients that read the records of a bridge. Losses are records there, so nothing has to be decided again.
/// </summary>
public abstract class RecordEventClient : IEventClient
{
    /// <summary>As many devices as a client of MQTT follows if nothing else is set.</summary>
    internal const int MaxDevices = 10_000;

    private readonly CancellationTokenSource _disposed = new();
    private readonly RecordStates _states = new(MaxDevices);
    private readonly TimelineCounts _counts = new();
    private readonly ClientCounts _messages = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private int _isReading;

    /// <summary>Creates a client.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs; null for no log.</param>
    protected RecordEventClient(TimeProvider time, ILoggerFactory? loggers)
    {
        _time = time;
        _log = (ILogger?)loggers?.CreateLogger(EventBridge.TelemetryName) ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <inheritdoc/>
    public bool IsConnected { get; protected set; }

    /// <inheritdoc/>
    public abstract string MessagingSystem { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [];

    /// <inheritdoc/>
    public virtual ClientStats Stats => _counts.Complete(_messages.Snapshot());

    /// <inheritdoc/>
    public IReadOnlyList<DeviceState> Devices => _states.All;

    /// <inheritdoc/>
    public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state) => _states.TryGet(device, out state);

    /// <inheritdoc/>
    public IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
        EventBatch.EachEventAsync(ReadBatchesAsync(filter, cancellationToken), _disposed.Token, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventBatch> ReadBatchesAsync(
        EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        filter ??= EventFilter.All;
        ThrowIfWrong(filter);
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw new InvalidOperationException("This client is reading already. Use one client for each loop.");
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
            await foreach (EventBatch batch in CancellableAsync(ReadRecordsAsync(filter.After ?? [], true, stop.Token), stop.Token).ConfigureAwait(false))
            {
                Count(batch);
                yield return new EventBatch([.. batch.Events.Where(e => IsWanted(filter, e))], batch.AcknowledgeAsync) { Undecoded = batch.Undecoded };
            }
        }
        finally
        {
            IsConnected = false;
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeviceState> ReadStateAsync(
        string? device = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfWrong(new EventFilter { Device = device });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var present = new RecordStates(MaxDevices);
        await foreach (EventBatch batch in CancellableAsync(ReadRecordsAsync([], false, stop.Token), stop.Token).ConfigureAwait(false))
        {
            HashSet<string> changed = new(StringComparer.Ordinal);
            foreach (NanoEvent e in batch.Events.Where(e => device is null || e.Device == device))
            {
                present.Take(e, _time.GetUtcNow());
                changed.Add(e.Device);
            }

            foreach (string name in changed)
            {
                if (present.TryGet(name, out DeviceState? state))
                {
                    yield return state;
                }
            }
        }
    }

    /// <summary>Ends all loops. Each ends when it asks for the next item.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads records until it is cancelled. If the target is absent, it waits without a limit.</summary>
    /// <param name="after">The last event of each device that was handled. Records up to it do not come out.</param>
    /// <param name="isGroup">Whether to read as a member of the group, if there is one; otherwise everything from the beginning.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    protected abstract IAsyncEnumerable<EventBatch> ReadRecordsAsync(IReadOnlyCollection<Checkpoint> after, bool isGroup, CancellationToken cancellationToken);

    /// <summary>Closes the connection.</summary>
    protected abstract ValueTask CloseAsync();

    /// <summary>Tells people something.</summary>
    /// <param name="notice">The notice.</param>
    protected void Say(Notice notice)
    {
        Log.Of(_log, notice.Kind == NoticeKind.Connected ? LogLevel.Information : LogLevel.Warning, notice.Text);
        NoticeReceived?.Invoke(this, new NoticeEventArgs(notice));
    }

    /// <summary>A record repeats an event, and was left out.</summary>
    internal void CountDuplicate() => _counts.Duplicate();

    private static bool IsWanted(EventFilter filter, in NanoEvent e) => (filter.Device is null || e.Device == filter.Device) && filter.Accepts(e);

    // Libraries call a cancelled wait what they like: a timeout, or a connection that is closed.
    private static async IAsyncEnumerable<EventBatch> CancellableAsync(IAsyncEnumerable<EventBatch> records, [EnumeratorCancellation] CancellationToken stop)
    {
        IAsyncEnumerator<EventBatch> each = records.GetAsyncEnumerator(stop);
        await using (each.ConfigureAwait(false))
        {
            while (await HasNextAsync(each, stop).ConfigureAwait(false))
            {
                yield return each.Current;
            }
        }
    }

    private static async ValueTask<bool> HasNextAsync(IAsyncEnumerator<EventBatch> records, CancellationToken stop)
    {
        try
        {
            return await records.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, stop);
        }
    }

    private static void ThrowIfWrong(EventFilter filter)
    {
        if (filter.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(filter));
        }
    }

    private void Count(EventBatch batch)
    {
        _messages.Message(0);
        if (batch.Undecoded is not null)
        {
            _messages.DecodeFailure();
        }

        foreach (NanoEvent e in batch.Events)
        {
            _states.Take(e, _time.GetUtcNow());
            Count(e);
        }
    }

    private void Count(in NanoEvent e)
    {
        if (e.Kind == EventKind.Lost)
        {
            _counts.Lost(e.Count ?? 0);
        }
        else
        {
            _counts.Delivered(e.Kind == EventKind.Boot ? 0 : 1);
        }
    }
}
