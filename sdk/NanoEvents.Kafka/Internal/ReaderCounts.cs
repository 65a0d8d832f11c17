using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>Counted by the reading thread, read by any thread.</summary>
internal sealed class ReaderCounts(RecordStates? states)
{
    private long _records;
    private long _bytes;
    private long _bad;

    public TimelineCounts Events { get; } = new();

    public RecordStates? States => states;

    public void Record(int bytes)
    {
        Interlocked.Increment(ref _records);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Bad() => Interlocked.Increment(ref _bad);

    public ClientStats Snapshot() => Events.Complete(new ClientStats
    {
        Messages = Interlocked.Read(ref _records),
        Batches = Interlocked.Read(ref _records),
        PayloadBytes = Interlocked.Read(ref _bytes),
        DecodeFailures = Interlocked.Read(ref _bad),
    });
}
