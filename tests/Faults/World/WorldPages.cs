using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>The board's flash as the store has it: a restart keeps it. It notes what was written to it, and what had to make room before a broker had it.</summary>
internal sealed class WorldPages(Truth truth, Random random) : IPageStorage
{
    private const int BytesPerKilobyte = 1024;

    private readonly byte[]?[] _slots = new byte[]?[EventStore.MaxPages];
    private readonly int _kilobytes = random.Next(3) switch { 0 => 16, 1 => 32, _ => 128 };

    // A board's is 5 minutes: scripts are shorter than outages.
    private readonly int _periodMs = random.Next(1_000, 120_000);

    public EventStore Open(Boot boot) => new(this, _kilobytes, boot.Id, new WriteBudget(_periodMs, WriteBudget.BoardMaxSaved));

    public int Read(int slot, byte[] buffer, int most)
    {
        int length = Math.Min(_slots[slot]?.Length ?? 0, most);
        _slots[slot]?.AsSpan(0, length).CopyTo(buffer);
        return length;
    }

    public bool TryWrite(int slot, byte[] buffer, int length)
    {
        _slots[slot] = buffer[..length];
        foreach ((TrueBoot boot, uint number) in Numbers(slot))
        {
            boot.Stored.Add(number);
        }

        return true;
    }

    public bool TryDelete(int slot)
    {
        List<(TrueBoot Boot, uint Number)> gone = Numbers(slot);
        int pages = _slots.Count(page => page != null);
        _slots[slot] = null;
        HashSet<(TrueBoot, uint)> left = [.. Enumerable.Range(0, EventStore.MaxPages).SelectMany(Numbers)];
        foreach ((TrueBoot boot, uint number) in gone)
        {
            if (!boot.Acknowledged.Contains(number) && !left.Contains((boot, number)))
            {
                if (!boot.Taken.Contains(number) && pages < _kilobytes * BytesPerKilobyte / StorePage.MaxBytes)
                {
                    throw new LawException($"boot {boot.Id}: number {number} was deleted from flash, where there was room, and no broker has it");
                }

                boot.Overwritten.Add(number);
            }
        }

        return true;
    }

    private List<(TrueBoot Boot, uint Number)> Numbers(int slot)
    {
        List<(TrueBoot, uint)> numbers = [];
        StorePage page = new();
        if (!page.TryTake(slot, Read(slot, page.Bytes, StorePage.MaxBytes)))
        {
            return numbers;
        }

        while (page.TryMoveNext())
        {
            BatchReader.TryRead(page.Bytes.AsSpan(page.BatchAt, page.BatchLength), out Batch batch, out _);
            for (uint i = 0; i < batch.EventCount; i++)
            {
                numbers.Add((truth.Of(batch.Boot), batch.Sequence + i));
            }
        }

        return numbers;
    }
}
