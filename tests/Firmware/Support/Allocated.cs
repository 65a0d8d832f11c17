namespace NanoEvents.Firmware.Tests.Support;

/// <summary>Bytes that this thread takes from the heap.</summary>
internal static class Allocated
{
    /// <summary>Does it so many times to warm up, and again to count.</summary>
    public static long By(int times, Action action)
    {
        Repeat(times, action);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(times, action);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }
}
