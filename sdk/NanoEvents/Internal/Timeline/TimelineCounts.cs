namespace NanoEvents;

/// <summary>Written by the reading thread, read by any thread.</summary>
internal sealed class TimelineCounts
{
    private long _delivered;
    private long _duplicates;
    private long _late;
    private long _lost;

    public TimelineStats Snapshot() => new(
        Interlocked.Read(ref _delivered), Interlocked.Read(ref _duplicates),
        Interlocked.Read(ref _late), Interlocked.Read(ref _lost));

    /// <summary>Completes the counters of a client with those of its timelines.</summary>
    public ClientStats Complete(ClientStats messages)
    {
        TimelineStats counted = Snapshot();
        return messages with { Events = counted.Delivered, Duplicates = counted.Duplicates, Late = counted.Late, Lost = counted.Lost };
    }

    public void Delivered(int count) => Interlocked.Add(ref _delivered, count);

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void Late() => Interlocked.Increment(ref _late);

    public void Lost(long count) => Interlocked.Add(ref _lost, count);
}

/// <summary>The counters of a timeline.</summary>
/// <param name="Delivered">Events delivered, except boot and lost.</param>
/// <param name="Duplicates">Events that arrived again after they had been delivered.</param>
/// <param name="Late">Events that arrived after they had been reported lost, and were dropped.</param>
/// <param name="Lost">Numbers reported lost. Losses by restart have no count and are not included.</param>
internal readonly record struct TimelineStats(long Delivered, long Duplicates, long Late, long Lost);
