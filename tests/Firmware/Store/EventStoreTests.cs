using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>Which pages there are: oldest first, overwritten when full, and after a restart the former boot's before the new one's.</summary>
public sealed class EventStoreTests
{
    private const int First = 11;
    private const int Second = 22;
    private readonly MemoryPages _pages = new();
    private readonly StoreReader _reader = new();
    private long _nowMs;
    private int _next = 1;

    [Fact]
    public void WhatWasWrittenComesAfterARestartBeforeWhatIsNew()
    {
        EventStore store = Store(First);
        Add(store, First, 100);
        Assert.True(Write(store));
        Add(store, First, 30);

        EventStore after = Store(Second);
        _next = 1;
        Add(after, Second, 50);
        _reader.TakeAll(after);

        Assert.Equal(Enumerable.Range(1, 100), _reader.Delivered[First]);
        Assert.Equal(Enumerable.Range(1, 50), _reader.Delivered[Second]);
        Assert.True(after.IsEmpty);
        Assert.Equal(0, _pages.Count);
    }

    [Fact]
    public void WhatIsNotWrittenIsSentFromMemory()
    {
        EventStore store = Store(First);
        Add(store, First, 100);

        _reader.TakeAll(store);

        Assert.Equal(Enumerable.Range(1, 100), _reader.Delivered[First]);
        Assert.Equal(0, _pages.Writes);
    }

    [Fact]
    public void APageIsWrittenAgainWithMoreInItAndThenThereIsOne()
    {
        EventStore store = Store(First);
        for (int i = 0; i < 5; i++)
        {
            Add(store, First, 10);
            Assert.True(Write(store));
        }

        Assert.Equal(1, _pages.Count);
        Assert.Equal(5, store.Writes);
        _reader.TakeAll(Store(Second));
        Assert.Equal(Enumerable.Range(1, 50), _reader.Delivered[First]);
    }

    [Fact]
    public void WhenEveryPageIsTakenTheOldestIsOverwrittenAndSaid()
    {
        EventStore store = Store(First);
        FillAndWrite(store, First, 9);
        Assert.Equal(3, store.PagesUsed);

        _reader.TakeAll(store);

        Assert.Equal(store.Overwritten, _reader.Lost[First].Count);
        Assert.Equal(store.Overwritten, store.TakeOverwrittenOwn());
        Assert.Equal(0, store.TakeOverwrittenOwn());
        Assert.Equal(Enumerable.Range(1, store.Overwritten), _reader.Lost[First]);
        Assert.Equal(_next - 1, _reader.Lost[First].Count + _reader.Delivered[First].Count);
    }

    [Fact]
    public void WhatWasOverwrittenIsSaidAfterARestartToo()
    {
        EventStore store = Store(First);
        FillAndWrite(store, First, 9);
        int written = _next - 1;

        _reader.TakeAll(Store(Second));

        Assert.Equal(Enumerable.Range(1, store.Overwritten), _reader.Lost[First]);
        Assert.Equal(Enumerable.Range(store.Overwritten + 1, written - store.Overwritten), _reader.Delivered[First]);
    }

    [Fact]
    public void ThePageThatIsBeingSentStays()
    {
        EventStore store = Store(First);
        FillAndWrite(store, First, 3);
        Assert.True(_reader.TakeOne(store));
        Assert.True(store.TryNext());
        FillAndWrite(store, First, 4);

        _reader.TakeAll(store);

        Assert.InRange(_reader.Lost[First].Min, 500, int.MaxValue);
        Assert.Equal(store.Overwritten, _reader.Lost[First].Count);
        Assert.Equal(_next - 1, _reader.Lost[First].Count + _reader.Delivered[First].Count);
    }

    [Fact]
    public void WithoutABudgetNothingIsWrittenAndThatIsCounted()
    {
        EventStore store = new(_pages, 16, First, new WriteBudget(1000, 1));
        Add(store, First, 10);
        Assert.False(store.TryWrite(999));
        Assert.False(store.TryWrite(999));
        Assert.True(store.TryWrite(1000));
        Add(store, First, 10);
        Assert.False(store.TryWrite(1999));

        Assert.Equal((1, 1, 2), (_pages.Writes, store.Writes, store.Refused));
        Assert.Equal(1, store.MsUntilWrite(1999));
    }

    [Fact]
    public void AStorageThatFailsCostsNothingThatIsInMemory()
    {
        EventStore store = Store(First);
        _pages.IsBroken = true;
        Add(store, First, 10);
        Assert.False(Write(store));
        Assert.Equal(1, store.Failed);
        Assert.True(store.IsDirty);

        _pages.IsBroken = false;
        Assert.True(Write(store));
        _reader.TakeAll(store);
        Assert.Equal(Enumerable.Range(1, 10), _reader.Delivered[First]);
    }

    [Fact]
    public void APageThatCannotBeReadAnyMoreIsSaidToBeLost()
    {
        EventStore store = Store(First);
        FillAndWrite(store, First, 3);
        int[] slots = [.. Enumerable.Range(0, EventStore.MaxPages).Where(slot => _pages[slot] != null)];
        _pages[slots[1]]![StorePage.HeaderBytes + 3] ^= 1;

        _reader.TakeAll(Store(Second));

        Assert.NotEmpty(_reader.Lost[First]);
        Assert.Equal(_next - 1, _reader.Lost[First].Count + _reader.Delivered[First].Count);
    }

    /// <summary>Whichever page is spoilt, wherever it is spoilt, however many were sent before: what is missing before a batch is said in that batch.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(StorePage.HeaderBytes + 4)]
    public void ASpoiltPageIsAlwaysSaidToBeLost(int at)
    {
        for (int sent = 0; sent < 4; sent++)
        {
            for (int spoilt = sent; spoilt < 8; spoilt++)
            {
                SpoilOne(sent, spoilt, at, restarts: 1 + (spoilt % 2));
            }
        }
    }

    // The reader fails where something is missing and nobody says why.
    private void SpoilOne(int sentPages, int spoiltPage, int at, int restarts)
    {
        MemoryPages pages = new();
        StoreReader reader = new();
        _next = 1;
        EventStore store = new(pages, 32, First, new WriteBudget(1, int.MaxValue));
        FillAndWrite(store, First, 9);
        int[] slots = [.. Enumerable.Range(0, EventStore.MaxPages).Where(slot => pages[slot] != null).OrderBy(slot => pages[slot]![4])];
        for (int used = store.PagesUsed; store.PagesUsed > used - sentPages;)
        {
            Assert.True(reader.TakeOne(store));
        }

        pages[slots[Math.Min(spoiltPage, slots.Length - 1)]]![at] ^= 0x55;
        for (int boot = Second; boot < Second + restarts; boot++)
        {
            store = new EventStore(pages, 32, boot, new WriteBudget(1, int.MaxValue));
        }

        reader.TakeAll(store);

        Assert.Equal(0, pages.Count);
        Assert.NotEmpty(reader.Delivered[First]);
        Assert.Empty(reader.Delivered[First].Intersect(reader.Lost[First]));
    }

    [Fact]
    public void ABrokerThatFindsABatchTooLargeGetsItInParts()
    {
        EventStore store = Store(First);
        Add(store, First, 100);
        List<int> sizes = [];
        while (store.TryNext())
        {
            store.Narrow(sizes.Count == 0 ? 64 : 24);
            store.Narrow(24);
            int end = store.BatchEnd;
            sizes.Add(store.BatchEvents);
            Assert.True(_reader.TakeOne(store));
            Assert.Equal(end, _reader.Next[First]);
        }

        Assert.Equal([24, 24, 16, 24, 12], sizes);
        Assert.Equal(Enumerable.Range(1, 100), _reader.Delivered[First]);
        Assert.Empty(_reader.Lost[First]);
    }

    [Fact]
    public void ASmallerStoreStillSendsWhatALargerOneHeld()
    {
        EventStore store = new(_pages, 64, First, new WriteBudget(1, int.MaxValue));
        FillAndWrite(store, First, 10);
        Assert.Equal(10, store.PagesUsed);

        EventStore after = Store(Second);
        _reader.TakeAll(after);

        Assert.Equal(Enumerable.Range(1, _next - 1), _reader.Delivered[First]);
        Assert.Equal(0, _pages.Count);
    }

    [Fact]
    public void ASmallerStoreThatIsFilledBeforeItIsSentOverwritesTheOldest()
    {
        EventStore store = new(_pages, 64, First, new WriteBudget(1, int.MaxValue));
        FillAndWrite(store, First, 10);
        int written = _next - 1;

        EventStore after = Store(Second);
        _next = 1;
        FillAndWrite(after, Second, 2);
        _reader.TakeAll(after);

        Assert.Equal(after.Overwritten, _reader.Lost[First].Count);
        Assert.Equal(written, _reader.Lost[First].Count + _reader.Delivered[First].Count);
        Assert.Equal(Enumerable.Range(1, _next - 1), _reader.Delivered[Second]);
    }

    [Fact]
    public void AStoreThatIsSwitchedOffForgets()
    {
        FillAndWrite(Store(First), First, 3);

        EventStore.Clear(_pages);

        Assert.Equal(0, _pages.Count);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(16, 4)]
    [InlineData(19, 4)]
    [InlineData(20, 5)]
    [InlineData(124, 31)]
    [InlineData(128, 32)]
    [InlineData(1000, 32)]
    public void APageIsFourKilobytesAndThereAreFourToThirtyTwo(int kilobytes, int pages) =>
        Assert.Equal(pages, new EventStore(_pages, kilobytes, First, new WriteBudget(1, 1)).Pages);

    [Fact]
    public void SettingsWithoutAStoreForgetAnEarlierOne()
    {
        FillAndWrite(Store(First), First, 3);
        Boot boot = new(Second, BootCause.Timer);

        EventStore? open = EventStore.Open(_pages, new Settings { StoreKilobytes = 20 }, boot);
        Assert.Equal((5, 3), (open?.Pages, open?.PagesUsed));

        Assert.Null(EventStore.Open(_pages, new Settings { StoreKilobytes = 0 }, boot));
        Assert.Equal(0, _pages.Count);
    }

    [Fact]
    public void WhatIsNoPageGoesWhenEverythingHasBeenSent()
    {
        foreach (int slot in new[] { 0, 3, EventStore.MaxPages - 1 })
        {
            _pages[slot] = [1, 2, 3];
        }

        EventStore store = Store(Second);
        Add(store, Second, 5);
        _reader.TakeAll(store);

        Assert.Equal((0, 0), (_pages.Count, store.Failed));
        Assert.Equal(Enumerable.Range(1, 5), _reader.Delivered[Second]);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        EventStore store = new(new NoPages(), 16, First, new WriteBudget(1, 12));
        byte[] batch = StoredBatch.Of(First, 1, 64);

        long bytes = Support.Allocated.By(10_000, () =>
        {
            _nowMs++;
            store.TryAdd(batch, batch.Length, 1, 65);
            store.TryWrite(_nowMs);
            if (_nowMs % 7 == 0 && store.TryNext())
            {
                store.Acknowledged();
            }
        });

        Assert.Equal(0, bytes);
        Assert.InRange(store.Writes, 5000, int.MaxValue);
    }

    private EventStore Store(int boot) => new(_pages, 16, boot, new WriteBudget(1, int.MaxValue));

    private bool Write(EventStore store) => store.TryWrite(_nowMs += 1000);

    private void Add(EventStore store, int boot, int events)
    {
        for (int end = _next + events; _next < end;)
        {
            int batch = Math.Min(64, end - _next);
            Assert.True(StoredBatch.AddTo(store, boot, _next, batch));
            _next += batch;
        }
    }

    // Until so many pages have become full and were written.
    private void FillAndWrite(EventStore store, int boot, int pages)
    {
        while (pages > 0)
        {
            if (StoredBatch.AddTo(store, boot, _next, 64))
            {
                _next += 64;
            }
            else
            {
                Assert.True(Write(store));
                pages--;
            }
        }
    }

    private sealed class NoPages : IPageStorage
    {
        public int Read(int slot, byte[] buffer, int most) => 0;

        public bool TryWrite(int slot, byte[] buffer, int length) => true;

        public bool TryDelete(int slot) => true;
    }
}
