using System.Collections.Concurrent;
using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// One life of a producer. The first trouble ends it: all writes fail, also later ones, so that a device has no gap. What it has sent by then is a gapless
/// beginning, as after a crash.
/// </summary>
internal sealed class SinkProducer : IDisposable
{
    private static readonly TimeSpan _patienceAtTheEnd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _watchEvery = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<PendingWrite, bool> _pending = new();
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly string _topic;
    private readonly bool _oneByOne;
    private readonly TimeSpan _timeout;
    private readonly Timer _watch;
    private Exception? _failure;
    private volatile Error? _fatal;
    private bool _hasSeenFatal;
    private volatile string _lastProblem = "it does not answer";

    public SinkProducer(KafkaSinkOptions options, bool oneByOne)
    {
        _topic = options.Target.Topic;
        _timeout = options.WriteTimeout;
        _oneByOne = oneByOne;
        _producer = new ProducerBuilder<byte[], byte[]>(KafkaSettings.Producer(options, oneByOne))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, _) => { })
            .Build();
        _watch = new Timer(_ => Watch(), null, _watchEvery, _watchEvery);
    }

    /// <summary>Whether a broker refused a batch of several records, one of which may be at fault.</summary>
    public bool HasRefusedBatch { get; private set; }

    public Task WriteAsync(IReadOnlyList<NanoEvent> events)
    {
        if (events.Count == 0)
        {
            return Task.CompletedTask;
        }

        var write = new PendingWrite(events, this);
        _pending[write] = true;
        for (int i = 0; i < events.Count && Volatile.Read(ref _failure) is null; i++)
        {
            Produce(write, i);
        }

        if (Volatile.Read(ref _failure) is { } failure)
        {
            write.Fail(failure);
        }

        return write.Task;
    }

    public void Done(PendingWrite write) => _pending.TryRemove(write, out _);

    /// <summary>A record was refused, or is not known to be written.</summary>
    public void OnRefused(in NanoEvent e, Error error)
    {
        bool isRefusal = error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidMsg;
        HasRefusedBatch |= isRefusal && !_oneByOne;
        Fail(isRefusal && _oneByOne ? new EventRefusedException(e, $"Kafka refuses it: {error.Reason}") : new KafkaException(error));
    }

    /// <summary>Gives what is on its way a chance to arrive, and closes the connection.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _producer.Flush(_patienceAtTheEnd);
        _producer.Dispose();
        Fail(new ObjectDisposedException(nameof(KafkaEventSink)));
    }

    private void Produce(PendingWrite write, int index)
    {
        NanoEvent e = write.Events[index];
        try
        {
            _producer.Produce(_topic, EventRecord.Write(e), report => write.OnReport(index, report.Error));
        }
        catch (KafkaException refused) when (refused.Error.Code == ErrorCode.MsgSizeTooLarge)
        {
            Fail(new EventRefusedException(e, $"Kafka refuses it: {refused.Error.Reason}"));
        }
        catch (KafkaException trouble)
        {
            Fail(trouble);
        }
    }

    private void Fail(Exception failure)
    {
        Exception first = Interlocked.CompareExchange(ref _failure, failure, null) ?? failure;
        foreach (PendingWrite write in _pending.Keys)
        {
            write.Fail(first);
        }
    }

    private void OnError(Error error)
    {
        _lastProblem = error.Reason;
        _fatal = error.IsFatal ? error : _fatal;
    }

    private void Watch()
    {
        // The reports of the records come as well, and the first of them says more than this error. So it has until the next look.
        if (_fatal is { } fatal && _hasSeenFatal)
        {
            Fail(new KafkaException(fatal));
        }

        _hasSeenFatal = _fatal is not null;
        long now = Environment.TickCount64;
        if (_pending.Any(write => now - write.Key.Since > _timeout.TotalMilliseconds))
        {
            Fail(new TimeoutException($"Kafka has not confirmed a record for {_timeout.TotalSeconds:0} s: {_lastProblem}"));
        }
    }
}
