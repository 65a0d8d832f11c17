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

    public void Delivered(int count) => Interlocked.Add(ref _delivered, count);

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void Late() => Interlocked.Increment(ref _late);

    public void Lost(long count) => Interlocked.Add(ref _lost, count);
}
