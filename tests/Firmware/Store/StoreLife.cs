using NanoEvents.Firmware.Tests.Configuration;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>A device that stores, sends and restarts as a seed says, until the power goes; then one more start, and everything is sent.</summary>
internal sealed class StoreLife
{
    private const int Kilobytes = 16;
    private const int Slots = Kilobytes / 4;

    private readonly MemoryPages _pages;
    private readonly Random _random;
    private readonly StoreReader _reader = new();

    // What must come, by boot: everything below was written.
    private readonly Dictionary<int, int> _written = [];
    private readonly Dictionary<int, SortedSet<int>> _overwritten = [];
    private EventStore _store;
    private int _boot = 1;
    private int _next = 1;
    private long _nowMs;

    public StoreLife(int seed, long steps, CutKind cut)
    {
        _random = new Random(seed);
        _pages = new MemoryPages { StepsLeft = steps, Cut = cut };
        _store = Start();
        _pages.Deleting = Note;
    }

    public long Steps => _pages.StepsDone;

    public long StepsLeft
    {
        set => _pages.StepsLeft = value;
    }

    public long LostNumbers => _reader.Lost.Values.Sum(lost => lost.Count);

    public void Live(int acts)
    {
        for (int i = 0; i < acts && !_pages.IsOff; i++)
        {
            switch (_random.Next(40))
            {
                case 0:
                    Restart();
                    break;
                case < 6:
                    Send(_random.Next(12));
                    break;
                case < 12:
                    Write();
                    break;
                default:
                    Add();
                    break;
            }
        }
    }

    /// <summary>Fills every page and overwrites one.</summary>
    public void FillAndRestart()
    {
        for (int i = 0; i < Slots; i++)
        {
            FillPage();
        }

        Restart();
    }

    /// <summary>Overwrites another, writes a page again with more in it, and sends the half.</summary>
    public void Go()
    {
        Action[] acts = [() => AddBatch(64), Write, () => AddBatch(9), Write, () => Send(20), () => AddBatch(3), Write, () => Send(20)];
        for (int i = 0; i < acts.Length && !_pages.IsOff; i++)
        {
            acts[i]();
        }
    }

    public void EndWithRestart()
    {
        _pages.StepsLeft = long.MaxValue;
        Restart();
        _reader.TakeAll(_store);

        Assert.Equal(0, _pages.Count);
        foreach ((int boot, int end) in _written)
        {
            CheckBoot(boot, end);
        }
    }

    private void CheckBoot(int boot, int end)
    {
        SortedSet<int> delivered = _reader.Delivered.GetValueOrDefault(boot, []);
        SortedSet<int> lost = _reader.Lost.GetValueOrDefault(boot, []);
        SortedSet<int> overwritten = _overwritten.GetValueOrDefault(boot, []);
        Assert.Empty(delivered.Intersect(lost));
        Assert.Empty(lost.Except(overwritten));
        for (int number = 1; number < end; number++)
        {
            Assert.True(delivered.Contains(number) || overwritten.Contains(number), $"boot {boot}: number {number} was written, and did not come");
        }
    }

    private EventStore Start() => new(_pages, Kilobytes, _boot, new WriteBudget(1, int.MaxValue));

    private void Restart()
    {
        _boot++;
        _next = 1;
        _store = Start();
    }

    private void Add()
    {
        if (!AddBatch(_random.Next(4) == 0 ? _random.Next(1, 64) : 64))
        {
            Write();
        }
    }

    private bool AddBatch(int events)
    {
        bool isAdded = StoredBatch.AddTo(_store, _boot, _next, events);
        _next += isAdded ? events : 0;
        return isAdded;
    }

    private void FillPage()
    {
        while (AddBatch(64))
        {
        }

        Write();
    }

    private void Write()
    {
        if (_store.TryWrite(_nowMs += 1000) && _next > 1)
        {
            _written[_boot] = _next;
        }
    }

    private void Send(int batches)
    {
        for (int i = 0; i < batches && _store.TryNext() && !_pages.IsOff; i++)
        {
            _reader.TakeOne(_store);
        }
    }

    // What is deleted has come, is in another page, or had to make room: then every slot was taken.
    private void Note(byte[] bytes, int pages)
    {
        StorePage page = new();
        bytes.CopyTo(page.Bytes, 0);
        if (!page.TryTake(0, bytes.Length))
        {
            return;
        }

        SortedSet<int> coming = Elsewhere(page);
        while (page.TryMoveNext())
        {
            for (int number = page.BatchFirst; number < page.BatchEnd; number++)
            {
                if (!_reader.Delivered.GetValueOrDefault(page.Boot, []).Contains(number) && !coming.Contains(number))
                {
                    Assert.Equal(Slots, pages);
                    Add(_overwritten, page.Boot, number);
                }
            }
        }
    }

    private SortedSet<int> Elsewhere(StorePage page)
    {
        SortedSet<int> found = [];
        for (int slot = 0; slot < EventStore.MaxPages; slot++)
        {
            StorePage other = new();
            int length = _pages.Read(slot, other.Bytes, StorePage.MaxBytes);
            if (length == 0 || !other.TryTake(slot, length) || other.Boot != page.Boot || other.End <= page.End)
            {
                continue;
            }

            while (other.TryMoveNext())
            {
                found.UnionWith(Enumerable.Range(other.BatchFirst, other.BatchEnd - other.BatchFirst));
            }
        }

        return found;
    }

    private static void Add(Dictionary<int, SortedSet<int>> sets, int boot, int number)
    {
        sets.TryAdd(boot, []);
        sets[boot].Add(number);
    }
}
