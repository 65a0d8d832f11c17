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
