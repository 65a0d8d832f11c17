using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// Writes events to a topic in Kafka: the device is the key, so that Kafka keeps the order of each device. The topic is the checkpoint: at the start the
/// sink reads the end of each partition, and knows from it where each device is.
/// </summary>
/// <remarks>
/// <para>The value is the JSON that <c>nanoevents watch --json</c> prints. The headers hold the attributes of CloudEvents; <c>ce_id</c> is
/// <see cref="EventId"/>. All replicas in sync confirm a record before it counts as written.</para>
/// <para>Dead letters go to the topic whose name ends with <c>.dead</c>: the value is what could not be delivered, the headers <c>source</c> and
/// <c>reason</c> say what it is and why.</para>
/// <para>One bridge writes to a topic at a time. Kafka cannot tell the sink that another one writes.</para>
/// </remarks>
public sealed class KafkaEventSink : IEventSink, IDeadLetters
{
    private readonly KafkaSinkOptions _options;
    private SinkProducer? _producer;
    private LetterProducer? _letters;
    private bool _oneByOne;

    /// <summary>Creates a sink. It connects when it loads.</summary>
    /// <param name="options">The topic, and how to log in.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public KafkaEventSink(KafkaSinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        await EndAsync().ConfigureAwait(false);
        IReadOnlyCollection<BootMark> marks = await Task.Run(() => new TopicTail(_options, cancellationToken).Read(), cancellationToken).ConfigureAwait(false);
        _producer = new SinkProducer(_options, _oneByOne);
        return marks;
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        SinkProducer producer = _producer ?? throw new InvalidOperationException("LoadAsync comes before the first write.");
        return producer.WriteAsync(events).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        _letters ??= new LetterProducer(_options);
        return _letters.WriteAsync(letter, cancellationToken);
    }

    /// <summary>Waits a short time for the writes that are on their way, and closes the connection.</summary>
    public ValueTask DisposeAsync() => new(EndAsync());

    // What is on its way may still arrive. So the sink gives it time, and then closes the connection, before it looks at the end of the topic.
    private async Task EndAsync()
    {
        if (_letters is { } letters)
        {
            _letters = null;
            await Task.Run(letters.Dispose).ConfigureAwait(false);
        }

        if (_producer is { } producer)
        {
            _producer = null;
            await Task.Run(producer.Dispose).ConfigureAwait(false);

            // A broker refuses batches, not records. The next producer sends each record alone, and so finds the one that is refused.
            _oneByOne = producer.HasRefusedBatch;
        }
    }
}
