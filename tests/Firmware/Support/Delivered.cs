namespace NanoEvents.Firmware.Tests.Support;

/// <summary>What a reader makes of the messages that a broker has: each number once, in order, or announced as dropped.</summary>
internal sealed class Delivered
{
    public Delivered(IEnumerable<SentMessage> received)
    {
        foreach (BatchBytes batch in received.Where(message => message.IsEvents).Select(message => message.Batch))
        {
            Take(batch);
        }
    }

    public SortedDictionary<uint, BatchEvent> Events { get; } = [];

    public SortedSet<uint> Dropped { get; } = [];

    /// <summary>Events that were delivered, though their acknowledgement never reached the device, which gave them up: a reader keeps them.</summary>
    public int DeliveredAndGivenUp => Events.Keys.Count(Dropped.Contains);

    /// <summary>Each number up to the last was delivered or dropped, none both, and those delivered are what was raised.</summary>
    public void AssertBalance(List<BatchEvent> raised, int maxGivenUp = 0)
    {
        Assert.InRange(DeliveredAndGivenUp, 0, maxGivenUp);
        Assert.Equal(raised.Count, Events.Count + Dropped.Count - DeliveredAndGivenUp);
        Assert.All(Events, e => Assert.Equal(raised[(int)e.Key - 1], e.Value));
    }

    private void Take(BatchBytes batch)
    {
        for (uint i = 1; i <= batch.Overflow; i++)
        {
            Dropped.Add(batch.Sequence - i);
        }

        for (int i = 0; i < batch.Events.Count; i++)
        {
            uint number = batch.Sequence + (uint)i;
            if (!Events.TryAdd(number, batch.Events[i]))
            {
                Assert.Equal(Events[number], batch.Events[i]);
            }
            else
            {
                Assert.Equal(number, Events.Keys.Last());
            }
        }
    }
}
