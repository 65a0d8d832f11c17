namespace NanoEvents.Testing;

/// <summary>The events of a fake's devices. It knows which of them have been handled.</summary>
internal sealed class FakeEvents
{
    private readonly Lock _lock = new();
    private readonly List<NanoEvent> _events = [];
    private readonly List<NanoEvent> _handled = [];
    private readonly HashSet<int> _done = [];
    private readonly List<Group> _groups = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isComplete;

    public IReadOnlyList<NanoEvent> Handled
    {
        get
        {
            lock (_lock)
            {
                return [.. _handled];
            }
        }
    }

    /// <summary>Ends with the next change; null if there will be none. Take it before you look.</summary>
    public Task? Changed
    {
        get
        {
            lock (_lock)
            {
                return _isComplete ? null : _changed.Task;
            }
        }
    }

    /// <summary>Adds what happened at once at a device.</summary>
    public void Add(IEnumerable<NanoEvent> events)
    {
        lock (_lock)
        {
            int from = _events.Count;
            _events.AddRange(events);
            _groups.Add(new Group(from, _events.Count - from, null));
            Change();
        }
    }

    /// <summary>Adds a message that is no batch.</summary>
    public void Add(UndecodedMessage message)
    {
        lock (_lock)
        {
            _groups.Add(new Group(_events.Count, 0, message));
            Change();
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Change();
        }
    }

    /// <summary>Waits for an event. False if the stream ends before it.</summary>
    public ValueTask<bool> HasAsync(int index, CancellationToken cancellationToken) => HasAsync(_events, index, cancellationToken);

    /// <summary>Waits for a batch. False if the stream ends before it.</summary>
    public ValueTask<bool> HasBatchAsync(int index, CancellationToken cancellationToken) => HasAsync(_groups, index, cancellationToken);

    /// <summary>What happened at once at a device, or a message that is no batch; null if it has been handled or filtered out.</summary>
    public EventBatch? Batch(int index, EventFilter filter)
    {
        Group group;
        lock (_lock)
        {
            group = _groups[index];
        }

        List<NanoEvent> events = [];
        List<int> wanted = [];
        for (int i = group.From; i < group.From + group.Count; i++)
        {
            if (IsWanted(i, filter, out NanoEvent e))
            {
                events.Add(e);
                wanted.Add(i);
            }
        }

        return events.Count == 0 && (group.Undecoded is null || group.IsDone) ? null : new EventBatch(events, Acknowledge) { Undecoded = group.Undecoded };

        ValueTask Acknowledge()
        {
            group.IsDone = true;
            wanted.ForEach(i => Done(i, true));
            return default;
        }
    }

    public bool IsWanted(int index, EventFilter filter, out NanoEvent e)
    {
        lock (_lock)
        {
            e = _events[index];
            return !_done.Contains(index) && (filter.Device is null || e.Device == filter.Device) && filter.Accepts(e)
                && !IsUpTo(filter.After, index, e.Device);
        }
    }

    public void Done(int index, bool isHandled)
    {
        lock (_lock)
        {
            _done.Add(index);
            if (isHandled)
            {
                _handled.Add(_events[index]);
            }
        }
    }

    // Sets the events that an earlier run has handled: everything up to the last event that has this checkpoint.
    private bool IsUpTo(IReadOnlyCollection<Checkpoint>? after, int index, string device)
    {
        foreach (Checkpoint checkpoint in after ?? [])
        {
            if (checkpoint.Device == device && index <= _events.FindLastIndex(e => e.Checkpoint == checkpoint))
            {
                return true;
            }
        }

        return false;
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async ValueTask<bool> HasAsync<T>(List<T> list, int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task change;
            lock (_lock)
            {
                if (index < list.Count || _isComplete)
                {
                    return index < list.Count;
                }

                change = _changed.Task;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record Group(int From, int Count, UndecodedMessage? Undecoded)
    {
        public bool IsDone { get; set; }
    }
}
