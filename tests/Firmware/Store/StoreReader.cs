using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>What a reader makes of the batches of a store: each number once, in order, or lost; an older boot never comes back.</summary>
internal sealed class StoreReader
{
    private readonly List<int> _boots = [];

    /// <summary>The numbers that have come, by boot.</summary>
    public Dictionary<int, SortedSet<int>> Delivered { get; } = [];

    /// <summary>The numbers that were said to be lost, by boot.</summary>
    public Dictionary<int, SortedSet<int>> Lost { get; } = [];

    /// <summary>The number that is expected next, by boot.</summary>
    public Dictionary<int, int> Next { get; } = [];

    /// <summary>Takes everything that a store has to send.</summary>
    public void TakeAll(EventStore store)
    {
        while (TakeOne(store))
        {
        }
    }

    public bool TakeOne(EventStore store)
    {
        if (!store.TryNext())
        {
            return false;
        }

        Take(store.Batch[..store.BatchLength]);
        store.Acknowledged();
        return true;
    }

    private void Take(byte[] bytes)
    {
        BatchBytes batch = BatchBytes.Read(bytes);
        if (!_boots.Contains(batch.Boot))
        {
            _boots.Add(batch.Boot);
            Delivered[batch.Boot] = [];
            Lost[batch.Boot] = [];
            Next[batch.Boot] = 1;
        }

        Assert.Equal(_boots[^1], batch.Boot);
        int next = Next[batch.Boot];
        int sequence = (int)batch.Sequence;
        Assert.True(sequence - batch.Overflow <= next, $"boot {batch.Boot}: from {next} to {sequence - batch.Overflow} something is missing, and nobody says why");
        for (int number = next; number < sequence; number++)
        {
            Lost[batch.Boot].Add(number);
        }

        for (int number = Math.Max(next, sequence); number < sequence + batch.Events.Count; number++)
        {
            Assert.Equal(number % 3 == 0, batch.Events[number - sequence].Flag);
            Delivered[batch.Boot].Add(number);
        }

        Next[batch.Boot] = Math.Max(next, sequence + batch.Events.Count);
    }
}
