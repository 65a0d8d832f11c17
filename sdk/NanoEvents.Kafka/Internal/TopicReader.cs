using System.Threading.Channels;
using Confluent.Kafka;

namespace NanoEvents.Kafka;

/// <summary>Where a reader without a group begins.</summary>
internal enum ReadFrom
{
    Beginning,
    Tail,
}

/// <summary>
/// Reads a topic on a thread of its own, so that the group hears of this reader however long an event is handled. Chunks come out of <see cref="Chunks"/>.
/// </summary>
internal sealed class TopicReader : IAsyncDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);
    private readonly KafkaEventClientOptions _options;
    private readonly ReadFrom _from;
    private readonly RecordIntake _intake;
    private readonly KafkaConcerns _concerns;
    private readonly Channel<Chunk> _chunks = Channel.CreateUnbounded<Chunk>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop;
    private readonly InHand _inHand = new();
    private readonly PlaceTable _places;
    private readonly Task _run;
    private Chunk _next;

    public TopicReader(KafkaEventClientOptions options, ReadFrom from, RecordIntake intake, KafkaConcerns concerns, CancellationToken stop)
    {
        _options = options;
        _from = from;
        _intake = intake;
        _concerns = concerns;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _places = new PlaceTable(options, concerns, _stop.Token);
        _next = NewChunk();
        _run = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public ChannelReader<Chunk> Chunks => _chunks.Reader;

    public bool IsConnected => _concerns.IsConnected;

    public bool IsOver => _run.IsCompleted;

    /// <summary>The partition whose event is in the hands of the loop's body; null for none.</summary>
    public void SetInBody(Place? place) => _places.SetInBody(place);

    public void Done(Chunk chunk) => _inHand.Done(chunk);

    /// <summary>Stores how far the events are handled, leaves the group, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            using IConsumer<byte[], byte[]> consumer = Open();
            Read(consumer);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _chunks.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _chunks.Writer.TryComplete(e);
        }
    }

    private IConsumer<byte[], byte[]> Open()
    {
        IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(KafkaSettings.Consumer(_options))
            .SetErrorHandler((_, error) => _concerns.OnError(error))
            .SetLogHandler((_, _) => { })
            .SetPartitionsAssignedHandler(_places.OnAssigned)
            .SetPartitionsRevokedHandler(_places.OnRevoked)
            .SetPartitionsLostHandler(_places.OnLost)
            .Build();
        if (_options.Group is null)
        {
            consumer.Assign(_places.All(consumer, _from));
        }
        else
        {
            consumer.Subscribe(_options.Target.Topic);
        }

        return consumer;
    }

    private void Read(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                _concerns.ThrowIfRefused();
                _concerns.Look(consumer);
                _places.Store(consumer);
                if (_inHand.TryEnter(_patience, _stop.Token))
                {
                    _places.Resume(consumer);
                    ReadChunk(consumer);
                }
                else
                {
                    // Nothing more is wanted now. Going on to poll keeps the membership, and hands partitions over.
                    _places.Pause(consumer);
                    Take(Consume(consumer, _step));
                }
            }
        }
        finally
        {
            Leave(consumer);
        }
    }

    private void ReadChunk(IConsumer<byte[], byte[]> consumer)
    {
        while (_next.Records == 0 && !_stop.IsCancellationRequested)
        {
            Take(Consume(consumer, _step));
            _places.Store(consumer);
            _concerns.ThrowIfRefused();
            _concerns.Look(consumer);
        }

        while (!_next.IsFull && Consume(consumer, TimeSpan.Zero) is { } result)
        {
            Take(result);
        }

        _inHand.Add(_next);
        _chunks.Writer.TryWrite(_next);
        _next = NewChunk();
    }

    private ConsumeResult<byte[], byte[]>? Consume(IConsumer<byte[], byte[]> consumer, TimeSpan patience)
    {
        try
        {
            return consumer.Consume(patience);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            _concerns.OnError(e.Error);
            _stop.Token.WaitHandle.WaitOne(_step);
            return null;
        }
    }

    private void Take(ConsumeResult<byte[], byte[]>? result)
    {
        if (result is null || _places.Find(result.TopicPartition) is not { } place)
        {
            return;
        }

        _concerns.OnAnswer();
        if (!result.IsPartitionEOF)
        {
            _intake.Take(result, place, _next);
        }
    }

    private void Leave(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            _places.IsEnding = true;
            if (_options.Group is not null)
            {
                consumer.Close();
            }
        }
        catch (KafkaException)
        {
            // The others of the group notice the silence.
        }
    }

    private Chunk NewChunk() => new() { Arrival = _options.TimeProvider.GetUtcNow() };
}
