using Azure.Messaging.EventHubs;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>
/// Writes events to a hub in Azure Event Hubs: the device is the partition key, so that the hub keeps the order of each device. The hub is the checkpoint: at
/// the start the sink reads the end of each partition, and knows from it where each device is.
/// </summary>
/// <remarks>
/// <para>The body is the JSON that <c>nanoevents watch --json</c> prints, and the message id is <see cref="EventId"/>. The application properties hold the
/// attributes of CloudEvents, as its binding for AMQP says.</para>
/// <para>Event Hubs has no protection from duplicates: a batch that it has stored, and whose outcome is lost, is found again when the sink reads the end. If it
/// arrives only after that, the hub has it twice. <see cref="EventHubsEventClient"/> leaves it out.</para>
/// <para>Dead letters go to the hub whose name ends with <c>.dead</c>: the body is what could not be delivered, the properties <c>source</c> and
/// <c>reason</c> say what it is and why. You create both hubs.</para>
/// <para>One bridge writes to a hub at a time. Event Hubs cannot tell the sink that another one writes.</para>
/// </remarks>
public sealed class EventHubsEventSink : IEventSink, IDeadLetters
{
    private static readonly TimeSpan _patienceToClose = TimeSpan.FromSeconds(10);
    private readonly EventHubsSinkOptions _options;
    private readonly HubTail _tail;
    private EventHubConnection? _connection;
    private SinkSender? _sender;
    private LetterSender? _letters;

    /// <summary>Creates a sink. It connects when it loads.</summary>
    /// <param name="options">The hub, and how to log in.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public EventHubsEventSink(EventHubsSinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
        _tail = new HubTail(_options);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        await EndAsync().ConfigureAwait(false);
        try
        {
            _connection = HubLogin.Open(_options, _options.Target.Hub);
            IReadOnlyCollection<BootMark> marks = await _tail.ReadAsync(_connection, cancellationToken).ConfigureAwait(false);
            var sender = new SinkSender(_options, _connection);
            _sender = sender;
            await sender.OpenAsync(cancellationToken).ConfigureAwait(false);
            return marks;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(HubTrouble.Describe(e, _options, _options.Target.Hub));
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        SinkSender sender = _sender ?? throw new InvalidOperationException("LoadAsync comes before the first write.");
        return sender.WriteAsync(events).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        _letters ??= new LetterSender(_options);
        return _letters.WriteAsync(letter, cancellationToken);
    }

    /// <summary>Waits a short time for the writes that are on their way, and closes the connection.</summary>
    public ValueTask DisposeAsync() => new(EndAsync());

    // What is on its way may still arrive. So the sink gives it time, and then closes the connection, before it looks at the end of the hub.
    private async Task EndAsync()
    {
        (SinkSender? sender, LetterSender? letters, EventHubConnection? connection) = (_sender, _letters, _connection);
        (_sender, _letters, _connection) = (null, null, null);
        await CloseAsync(sender).ConfigureAwait(false);
        await CloseAsync(letters).ConfigureAwait(false);
        await CloseAsync(connection).ConfigureAwait(false);
    }

    // A connection to a host that is gone may take long to close, and it may fail: then there is nothing left to close.
    private static async Task CloseAsync(IAsyncDisposable? closing)
    {
        if (closing is not null)
        {
            Task closed = closing.DisposeAsync().AsTask();
            await Task.WhenAny(closed, Task.Delay(_patienceToClose)).ConfigureAwait(false);
            _ = closed.ContinueWith(task => task.Exception, TaskScheduler.Default);
        }
    }
}
