using System.Globalization;

namespace NanoEvents.Benchmarks.Soak;

/// <summary>What the process holds at a moment, after everything that nobody holds has been collected; and how often that was necessary since the reading before.</summary>
internal readonly record struct MemoryReading(long HeapBytes, long ProcessBytes, int Gen0, int Gen1, int Gen2)
{
    private static readonly int[] _before = new int[3];

    public static MemoryReading Take()
    {
        int[] since = [.. _before.Select((before, generation) => GC.CollectionCount(generation) - before)];
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long heapBytes = GC.GetTotalMemory(forceFullCollection: true);

        // A reading must not count what it causes.
        for (int generation = 0; generation < _before.Length; generation++)
        {
            _before[generation] = GC.CollectionCount(generation);
        }

        return new MemoryReading(heapBytes, Environment.WorkingSet, since[0], since[1], since[2]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"heap {HeapBytes / 1e6,6:0.00} MB, process {ProcessBytes / 1e6,6:0.0} MB, collections {Gen0} {Gen1} {Gen2}");
}
