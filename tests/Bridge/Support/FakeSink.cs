namespace NanoEvents.Bridge.Tests.Support;

/// <summary>A target in memory. Writes wait until the test lets them end, if it wants that, and fail where it says so.</summary>
internal sealed class FakeSink : IEventSink, IDeadLetters
{
    private readonly Lock _lock = new();
    private readonly List<NanoEvent> _stored = [];
    private readonly List<TaskCompletionSource> _held = [];
    private readonly List<BootMark> _marks = [];
    private bool _hasFailed;

    /// <summary>Throws what the target would say about a write; null to take it.</summary>
    public Func<IReadOnlyList<NanoEvent>, Exception?> Objection { get; set; } = _ => null;

    /// <summary>Throws what the target would say when it is asked what it has.</summary>
    public Func<Exception?> Absence { get; set; } = () => null;

    public bool HoldsWrites { get; set; }

    public List<DeadLetter> Letters { get; } = [];

    public int Loads { get; private set; }

    public int Held
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_lock)
            {
                return [.. _stored.Select(e => EventId.Of(e))];
            }
        }
    }

    public void Has(params BootMark[] marks) => _marks.AddRange(marks);

    public void LetGo()
    {
        HoldsWrites = false;
        lock (_lock)
        {
            _held.ForEach(held => held.TrySetResult());
            _held.Clear();
        }
    }

    public ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        Loads++;
        if (Absence() is { } absence)
        {
            throw absence;
        }

        lock (_lock)
        {
            _hasFailed = false;
            return new([.. _marks.Concat(_stored.Select(e => BootMark.Of(e))).GroupBy(m => (m.Device, m.BootId)).Select(g => g.Last())]);
        }
    }

    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_hasFailed)
            {
                return Task.FromException(new IOException("a write before it failed"));
            }

            if (Objection(events) is { } objection)
            {
                _hasFailed = true;
                return Task.FromException(objection);
            }

            _stored.AddRange(events);
            if (!HoldsWrites)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Add(held);
            return held.Task.WaitAsync(cancellationToken);
        }
    }

    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Letters.Add(letter);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;
}
