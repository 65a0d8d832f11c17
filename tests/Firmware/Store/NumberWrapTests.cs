using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>Numbers that pass 2,147,483,647 and 4,294,967,295 in the store.</summary>
public sealed class NumberWrapTests
{
    private const int Boot = 11;
    private const int Before = 50;

    private readonly MemoryPages _pages = new();
    private readonly List<uint> _delivered = [];
    private readonly List<uint> _lost = [];
    private long _nowMs;

    public static TheoryData<int> Starts => [int.MaxValue - Before, -Before];

    [Theory]
    [MemberData(nameof(Starts))]
    public void EachNumberComesOrIsLostAfterARestart(int start)
    {
        Fill(start, 8, out int end);

        TakeAll(Store(22), 64);

        AssertAll(start, end);
        Assert.Empty(_lost);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void WhatIsOverwrittenIsLostWithItsNumbers(int start)
    {
        // 4 pages of about 1,000 events.
        Fill(start - 4000, 1000, out int end);

        TakeAll(Store(22), 64);

        AssertAll(start - 4000, end);
        Assert.NotEmpty(_lost);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void PartsHaveTheirNumbers(int start)
    {
        Fill(start, 8, out int end);

        TakeAll(Store(22), 3);

        AssertAll(start, end);
        Assert.Empty(_lost);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void AnEventThatIsGivenUpIsLostWithItsNumber(int start)
    {
        Fill(start, 8, out int end);
        EventStore store = Store(22);
        uint refused = unchecked((uint)(start + Before));

        TakeAll(store, 1, refused);

        AssertAll(start, end);
        Assert.Equal([refused], _lost);
    }

    private void Fill(int start, int batches, out int end)
    {
        EventStore store = Store(Boot);
        end = start;
        for (int i = 0; i < batches; i++)
        {
            while (!StoredBatch.AddTo(store, Boot, end, 20))
            {
                Write(store);
            }

            end = unchecked(end + 20);
        }

        Write(store);
    }

    private void TakeAll(EventStore store, int most, uint? refused = null)
    {
        while (store.TryNext())
        {
            store.Narrow(most);
            BatchBytes batch = BatchBytes.Read(store.Batch[..store.BatchLength]);
            if (batch.Events.Count == 1 && batch.Sequence == refused)
            {
                Assert.Equal(1, store.GiveUp());
                continue;
            }

            for (uint i = batch.Overflow; i > 0; i--)
            {
                _lost.Add(unchecked(batch.Sequence - i));
            }

            for (int i = 0; i < batch.Events.Count; i++)
            {
                _delivered.Add(unchecked(batch.Sequence + (uint)i));
            }

            store.Acknowledged();
        }
    }

    private void AssertAll(int start, int end)
    {
        uint count = unchecked((uint)(end - start));
        uint[] offsets = [.. _delivered.Concat(_lost).Select(number => unchecked(number - (uint)start)).Order()];
        Assert.Equal(Enumerable.Range(0, (int)count).Select(i => (uint)i), offsets);
        Assert.Equal(_delivered.OrderBy(number => unchecked(number - (uint)start)), _delivered);
    }

    private EventStore Store(int boot) => new(_pages, 16, boot, new WriteBudget(1, 1));

    private void Write(EventStore store)
    {
        _nowMs += 10;
        Assert.True(store.TryWrite(_nowMs));
    }
}
