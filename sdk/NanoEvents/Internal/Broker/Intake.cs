namespace NanoEvents;

/// <summary>
/// Counts the messages that a connection has read and that are not handled yet. When the intake is full, the client stops reading, so that the
/// messages for a slow reader wait at the broker and not in this process.
/// </summary>
/// <remarks>
/// MQTT 5 has Receive Maximum for this, but not every broker respects it, MQTT 3.1.1 does not have it, and it does not count QoS 0. While a
/// connection is being opened the limit is wider: the answer to a subscription comes in the same stream as the messages of a session.
/// </remarks>
internal sealed class Intake(int capacity, Backlog backlog)
{
    /// <summary>The limit while the subscriptions are not answered: at most about 30 MB of the largest batches.</summary>
    public const int CapacityWhileOpening = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changed = new(0);
    private int _capacity = CapacityWhileOpening;
    private int _inside;
    private bool _isFull;

    /// <summary>The largest number of messages held since the connection was opened.</summary>
    public int Most { get; private set; }

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _isFull;
            }
        }
    }

    public void Opened()
    {
        lock (_lock)
        {
            _capacity = capacity;
            Most = _inside;
            Look();
        }
    }

    public void Came()
    {
        lock (_lock)
        {
            _inside++;
            Most = Math.Max(Most, _inside);
            Look();
        }
    }

    public void Done()
    {
        lock (_lock)
        {
            _inside--;
            Look();
        }
    }

    /// <summary>The connection is closed: its remaining messages no longer stop the reading.</summary>
    public void End()
    {
        lock (_lock)
        {
            _capacity = int.MaxValue;
            Look();
        }
    }

    /// <summary>Wakes the waiting thread, to check again.</summary>
    public void Wake() => _changed.Release();

    /// <summary>Waits until there may be room, or until woken.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _changed.WaitAsync(cancellationToken);

    private void Look()
    {
        bool isFull = _inside >= _capacity;
        if (isFull == _isFull)
        {
            return;
        }

        _isFull = isFull;
        if (isFull)
        {
            backlog.Paused();
        }
        else
        {
            backlog.Resumed();
            Wake();
        }
    }
}
