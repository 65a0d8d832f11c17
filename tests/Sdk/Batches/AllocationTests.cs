using Xunit;

namespace NanoEvents.Tests;

public sealed class AllocationTests
{
    private static readonly RawEvent[] _room = new RawEvent[64];

    [Fact]
    public void ReadingABatchAndItsEventsAllocatesNothing()
    {
        IReadOnlyList<Vector> vectors = Vector.All;
        ReadAll(vectors);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            ReadAll(vectors);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void RefusingABatchAllocatesNothing()
    {
        List<byte[]> refused = Vector.RefusedNames.Select(n => Vector.Load(n).Bytes).ToList();
        RefuseAll(refused);

        long before = GC.GetAllocatedBytesForCurrentThread();
        RefuseAll(refused);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AnEventThroughATimelineAllocatesNothing()
    {
        var timeline = new DeviceTimeline("hall", TimeSpan.FromSeconds(5));
        List<byte[]> batches = Enumerable.Range(0, 40).Select(i => TestBatch.Of((uint)(1 + (i * 50)), 50).ToArray()).ToList();
        PassThrough(timeline, batches, 0, 20);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int events = PassThrough(timeline, batches, 20, 40);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, events);
    }

    private static int PassThrough(DeviceTimeline timeline, List<byte[]> batches, int from, int to)
    {
        int events = 0;
        for (int i = from; i < to; i++)
        {
            timeline.TryAdd(batches[i], TimelineRun.Start, retained: false, out _);
            while (timeline.TryTake(out _))
            {
                events++;
            }
        }

        return events;
    }

    private static void ReadAll(IReadOnlyList<Vector> vectors)
    {
        for (int i = 0; i < vectors.Count; i++)
        {
            BatchReader.TryRead(vectors[i].Bytes, _room, out Batch batch, out _);
            Enumerate.Everything(batch);
        }
    }

    private static void RefuseAll(List<byte[]> refused)
    {
        foreach (byte[] bytes in refused)
        {
            BatchReader.TryRead(bytes, _room, out _, out _);
        }
    }
}
