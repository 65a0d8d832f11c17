using NanoEvents.Bridge;

namespace NanoEvents.Amqp;

/// <summary>
/// Writes events to a queue, or to another address, of a server that speaks AMQP 1.0: RabbitMQ, ActiveMQ, Azure Service Bus. An event counts as written when
/// the server has accepted it.
/// </summary>
/// <remarks>
/// <para>At least once: a queue cannot be read back, so after a crash an event can be there twice. <see cref="AmqpSinkOptions.MarksFile"/> says how far each
/// device is, and bounds that. <see cref="AmqpEventClient"/> leaves out what comes twice.</para>
/// <para>The body is the JSON that <c>nanoevents watch --json</c> prints. The message id is <see cref="EventId"/>, the group id is the device, and the
/// application properties hold the attributes of CloudEvents.</para>
/// <para>Of each device one event is on its way at a time, of many devices many: so the order of each device is kept, whatever the server refuses.</para>
/// <para>Dead letters go to the address with <c>.dead</c> after it: the body is what could not be delivered, the properties <c>source</c> and <c>reason</c>
/// say what it is and why.</para>
/// </remarks>
public sealed class AmqpEventSink : IEventSink, IDeadLetters
{
    private readonly AmqpSinkOptions _options;
    private readonly MarkFile _marks;
    private EventSender? _sender;

    /// <summary>Creates a sink. It connects when the bridge runs.</summary>
    /// <param name="options">The queue, how to log in, and the file of marks.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public AmqpEventSink(AmqpSinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
        _marks = new MarkFile(_options.MarksFile);
    }

    private EventSender Sender => _sender ?? throw new InvalidOperationException("LoadAsync comes before the first write.");

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        IReadOnlyCollection<BootMark> marks = await _marks.OpenAsync().ConfigureAwait(false);
        _sender = await EventSender.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
        return marks;
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return _marks.CommitAsync(events, Sender.WriteAsync(events)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return Sender.WriteAsync(letter, cancellationToken);
    }

    /// <summary>Closes the connection and the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_sender is { } sender)
        {
            _sender = null;
            await sender.DisposeAsync().ConfigureAwait(false);
        }

        await _marks.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The address, without secrets.</summary>
    public override string ToString() => _options.Target.ToString();
}
