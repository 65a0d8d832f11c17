namespace NanoEvents.EventHubs.Tests;

/// <summary>What goes wrong at the hub.</summary>
internal sealed class HubFaults
{
    private int _lost;
    private int _late;
    private int _busy;
    private int _delayed;

    /// <summary>The namespace has no room.</summary>
    public bool IsFull { get; set; }

    /// <summary>Another reader has the consumer groups for itself.</summary>
    public bool IsOwned { get; set; }

    /// <summary>The hub is disabled: it keeps its events, and takes none.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>The largest message, in bytes.</summary>
    public ulong MaxMessageSize { get; set; } = 256 * 1024;

    /// <summary>How many batches were refused because the hub was busy.</summary>
    public int Throttled { get; private set; }

    /// <summary>How many batches were stored without an answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>The outcomes of the next batches do not reach the client: they are stored, and the connection breaks.</summary>
    public void LoseOutcomes(int count) => Interlocked.Exchange(ref _lost, count);

    /// <summary>
    /// The next batches are on their way for long: the connection breaks first, and each is stored after the next batch of its partition.
    /// </summary>
    public void DelayBatches(int count)
    {
        Interlocked.Exchange(ref _delayed, 0);
        Interlocked.Exchange(ref _late, count);
    }

    /// <summary>The next batches are refused with `server-busy`.</summary>
    public void Throttle(int count) => Interlocked.Exchange(ref _busy, count);

    public bool TakeLost()
    {
        bool isLost = Interlocked.Decrement(ref _lost) >= 0;
        Unanswered += isLost ? 1 : 0;
        return isLost;
    }

    /// <summary>How many batches were kept back since <see cref="DelayBatches"/>.</summary>
    public int Delayed => Volatile.Read(ref _delayed);

    /// <summary>Keeps a batch back, if its turn has come and there is a place for it.</summary>
    public bool TryDelay(Func<bool> hold)
    {
        bool isDelayed = Volatile.Read(ref _late) > 0 && hold();
        if (isDelayed)
        {
            Interlocked.Decrement(ref _late);
            Interlocked.Increment(ref _delayed);
        }

        return isDelayed;
    }

    public bool TakeBusy()
    {
        bool isBusy = Interlocked.Decrement(ref _busy) >= 0;
        Throttled += isBusy ? 1 : 0;
        return isBusy;
    }
}
