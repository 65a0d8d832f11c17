using Xunit;

namespace NanoEvents.Tests;

public sealed class AllocationTests
{
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

    private static void ReadAll(IReadOnlyList<Vector> vectors)
    {
        for (int i = 0; i < vectors.Count; i++)
        {
            BatchReader.TryRead(vectors[i].Bytes, out Batch batch, out _);
            Enumerate.Everything(batch);
        }
    }

    private static void RefuseAll(List<byte[]> refused)
    {
        foreach (byte[] bytes in refused)
        {
            BatchReader.TryRead(bytes, out _, out _);
        }
    }
}
