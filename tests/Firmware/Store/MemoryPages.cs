using NanoEvents.Firmware.Tests.Configuration;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>Pages in memory whose power goes after so many steps: the making of a file is one, each of its bytes, and a deletion. From then on nothing changes any more.</summary>
internal sealed class MemoryPages : IPageStorage
{
    private readonly byte[]?[] _slots = new byte[]?[EventStore.MaxPages];

    /// <summary>How many steps are still done.</summary>
    public long StepsLeft { get; set; } = long.MaxValue;

    public CutKind Cut { get; set; }

    public long StepsDone { get; private set; }

    public int Writes { get; private set; }

    /// <summary>Whether the storage fails, with the power on.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Told of a page before it is deleted, with how many there are.</summary>
    public Action<byte[], int>? Deleting { get; set; }

    public bool IsOff => StepsLeft < 0;

    public int Count => _slots.Count(page => page is { Length: > 0 });

    public byte[]? this[int slot]
    {
        get => _slots[slot];
        set => _slots[slot] = value;
    }

    public MemoryPages Copy()
    {
        MemoryPages copy = new();
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            copy._slots[slot] = _slots[slot]?.ToArray();
        }

        return copy;
    }

    public int Read(int slot, byte[] buffer, int most)
    {
        if (IsBroken || _slots[slot] is not { } page)
        {
            return 0;
        }

        int length = Math.Min(page.Length, most);
        page.AsSpan(0, length).CopyTo(buffer);
        return length;
    }

    public bool TryWrite(int slot, byte[] buffer, int length)
    {
        Assert.InRange(length, 1, StorePage.MaxBytes);
        Writes++;
        long done = Step(length + 1);
        if (IsBroken || done == 0)
        {
            return false;
        }

        byte[] page = buffer[..length];
        _slots[slot] = done == length + 1 ? page : Torn(_slots[slot] ?? [], page, (int)done - 1);
        return done == length + 1;
    }

    public bool TryDelete(int slot)
    {
        if (IsBroken || Step(1) == 0)
        {
            return false;
        }

        if (_slots[slot] is { } page)
        {
            Deleting?.Invoke(page, Count);
            _slots[slot] = null;
        }

        return true;
    }

    private long Step(long steps)
    {
        StepsDone += steps;
        long done = Math.Clamp(StepsLeft, 0, steps);
        StepsLeft = done == steps ? StepsLeft - steps : -1;
        return done;
    }

    private byte[] Torn(byte[] old, byte[] page, int written)
    {
        byte[] begun = page[..written];
        return Cut switch
        {
            CutKind.Short => begun,
            CutKind.OldBehind => [.. begun, .. old.Skip(written)],
            CutKind.ErasedBehind => [.. begun, .. Enumerable.Repeat((byte)0xFF, page.Length - written)],
            CutKind.ZeroBehind => [.. begun, .. new byte[page.Length - written]],
            _ => [.. begun, .. Noise(page.Length - written, written)],
        };
    }

    private static byte[] Noise(int length, int seed)
    {
        byte[] noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
