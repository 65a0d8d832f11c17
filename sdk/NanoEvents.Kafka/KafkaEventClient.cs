using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// Reads from a topic in Kafka what a bridge has written: each event once and in order for each device. What the topic holds twice is left out, and what it
/// lacks is reported as lost.
/// </summary>
/// <example>
/// <code>
/// await using var client = new KafkaEventClient(new() { Address = "kafka://192.168.1.20/nanoevents", Group = "alarms" });
/// await foreach (NanoEvent e in client.ReadAsync())
/// {
///     Console.WriteLine(e);
/// }
/// </code>
/// </example>
/// <remarks>
/// Programs with the same <see cref="KafkaEventClientOptions.Group"/> share the devices. If one ends, others take over. After a crash you get the events
/// again that were handled since the last commit; a checkpoint that you store with your data tells you which.
/// </remarks>
public sealed class KafkaEventClient : IEventClient
{
    private readonly KafkaEventClientOptions _options;
    private readonly RecordStates _states;
    private readonly ReaderCounts _counts;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ReaderLoops _loops = new();
    private ImmutableList<TopicReader> _readers = [];
    private long _inHand;

    /// <summary>Creates a client. It connects when you start to read.</summary>
    /// <param name="options">The topic, the group, and how to log in.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public KafkaEventClient(KafkaEventClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
        _states = new RecordStates(options.MaxDevices);
        _counts = new ReaderCounts(_states);
    }

    /// <inheritdoc/>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <inheritdoc/>
    public bool IsConnected => _readers.FindAll(r => !r.IsOver) is { Count: > 0 } running && running.TrueForAll(r => r.IsConnected);

    /// <inheritdoc/>
    public string MessagingSystem => "kafka";

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [];

    /// <inheritdoc/>
    public ClientStats Stats => _counts.Snapshot() with
    {
        Behind = Interlocked.Read(ref _inHand) is > 0 and { } ticks ? TimeSpan.FromTicks(_options.TimeProvider.GetUtcNow().UtcTicks - ticks) : TimeSpan.Zero,
    };

    /// <inheritdoc/>
    public IReadOnlyList<DeviceState> Devices => _states.All;

    /// <inheritdoc/>
    public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state) => _states.TryGet(device, out state);

    /// <inheritdoc/>
    public IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
        EachAsync(Check(filter), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<EventBatch> ReadBatchesAsync(EventFilter? filter = null, CancellationToken cancellationToken = default) =>
        BatchesAsync(Check(filter), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The states are those that the last records of each partition tell, see <see cref="KafkaOptions.TailRecords"/>, and then each change.</remarks>
    public async IAsyncEnumerable<DeviceState> ReadStateAsync(
        string? device = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EventFilter filter = Check(new EventFilter { Device = device });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var states = new RecordStates(_options.MaxDevices);
        TopicReader reader = Open(_options with { Group = null }, ReadFrom.Tail, filter, [], new ReaderCounts(states), ending.Token);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (Chunk chunk in reader.Chunks.ReadAllAsync(ending.Token).ConfigureAwait(false))
            {
                foreach (string changed in chunk.Events.Select(e => e.Device).Distinct())
                {
                    if (states.TryGet(changed, out DeviceState? state))
                    {
                        yield return state;
                    }
                }

                reader.Done(chunk);
            }
        }

        ending.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Ends all loops, and waits until those that wait for an event are over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _loops.UntilOverAsync().ConfigureAwait(false);
    }

    private EventFilter Check(EventFilter? filter)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        filter ??= EventFilter.All;
        return filter.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(filter)) : filter;
    }

    // Asking for the next event says that the one before is handled.
    private async IAsyncEnumerable<NanoEvent> EachAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ReaderLoops.Loop loop = _loops.Begin();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        TopicReader reader = Open(filter, ending.Token);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (Chunk chunk in reader.Chunks.ReadAllAsync(ending.Token).ConfigureAwait(false))
            {
                for (int i = 0; i < chunk.Count; i++)
                {
                    (NanoEvent e, Place place, long next) = chunk[i];
                    reader.SetInBody(place);
                    if (!place.IsGone)
                    {
                        Enter(chunk, loop, ending.Token);
                        yield return e;
                        Leave(loop);
                        place.Next = next;
                    }
                }

                reader.SetInBody(null);
                reader.Done(chunk);
            }
        }

        ending.Token.ThrowIfCancellationRequested();
    }

    private async IAsyncEnumerable<EventBatch> BatchesAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ReaderLoops.Loop loop = _loops.Begin();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        TopicReader reader = Open(filter, ending.Token);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (Chunk chunk in reader.Chunks.ReadAllAsync(ending.Token).ConfigureAwait(false))
            {
                Enter(chunk, loop, ending.Token);
                yield return new EventBatch(chunk.Events, () =>
                {
                    reader.Done(chunk);
                    return ValueTask.CompletedTask;
                });
                Leave(loop);
            }
        }

        ending.Token.ThrowIfCancellationRequested();
    }

    private TopicReader Open(EventFilter filter, CancellationToken stop) =>
        Open(_options, ReadFrom.Beginning, filter, filter.After ?? _options.Checkpoints, _counts, stop);

    private TopicReader Open(
        KafkaEventClientOptions options, ReadFrom from, EventFilter filter, IReadOnlyCollection<Checkpoint> after, ReaderCounts counts, CancellationToken stop)
    {
        var concerns = new KafkaConcerns(options, notice => NoticeReceived?.Invoke(this, new NoticeEventArgs(notice)));
        var reader = new TopicReader(options, from, new RecordIntake(filter, after, counts, concerns), concerns, stop);
        ImmutableInterlocked.Update(ref _readers, (readers, added) => readers.RemoveAll(r => r.IsOver).Add(added), reader);
        return reader;
    }

    private void Enter(Chunk chunk, ReaderLoops.Loop loop, CancellationToken stop)
    {
        loop.EnterBody(stop);
        Interlocked.Exchange(ref _inHand, chunk.Arrival.UtcTicks);
    }

    private void Leave(ReaderLoops.Loop loop)
    {
        Interlocked.Exchange(ref _inHand, 0);
        loop.LeaveBody();
    }
}
