namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>A store in memory whose power goes when so many bytes have been written; from then on nothing more is written.</summary>
internal sealed class MemoryStore : ISettingsStore
{
    private readonly byte[]?[] _slots = new byte[]?[SettingsSlot.Count];

    /// <summary>How many bytes are still written.</summary>
    public long BytesLeft { get; set; } = long.MaxValue;

    public CutKind Cut { get; set; }

    /// <summary>Whether it has room for no file; it still deletes.</summary>
    public bool IsFull { get; set; }

    /// <summary>How many bytes have been written, those of files replaced included.</summary>
    public long BytesWritten { get; private set; }

    public byte[]? this[int slot]
    {
        get => _slots[slot];
        set => _slots[slot] = value;
    }

    public MemoryStore Copy()
    {
        MemoryStore copy = new();
        for (int i = 0; i < SettingsSlot.Count; i++)
        {
            copy[i] = _slots[i]?.ToArray();
        }

        return copy;
    }

    public byte[]? Read(int slot) => _slots[slot];

    public bool TryWrite(int slot, byte[] bytes)
    {
        if (IsFull)
        {
            return false;
        }

        BytesWritten += bytes.Length;
        if (BytesLeft >= bytes.Length)
        {
            BytesLeft -= bytes.Length;
            _slots[slot] = bytes.ToArray();
            return true;
        }

        // Once it is off it stays off.
        if (BytesLeft >= 0)
        {
            _slots[slot] = Torn(_slots[slot] ?? [], bytes, (int)BytesLeft);
            BytesLeft = -1;
        }

        return false;
    }

    /// <summary>A deletion counts as a byte: either it is done, or not.</summary>
    public bool TryDelete(int slot)
    {
        BytesWritten++;
        BytesLeft--;
        if (BytesLeft < 0)
        {
            return false;
        }

        _slots[slot] = null;
        return true;
    }

    private byte[]? Torn(byte[] old, byte[] bytes, int written)
    {
        byte[] begun = bytes[..written];
        return Cut switch
        {
            CutKind.Short => begun,
            CutKind.OldBehind => [.. begun, .. old.Skip(written)],
            CutKind.ErasedBehind => [.. begun, .. Enumerable.Repeat((byte)0xFF, bytes.Length - written)],
            CutKind.ZeroBehind => [.. begun, .. new byte[bytes.Length - written]],
            _ => null,
        };
    }
}
