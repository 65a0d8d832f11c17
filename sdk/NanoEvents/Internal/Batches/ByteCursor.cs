using System.Runtime.CompilerServices;

namespace NanoEvents;

/// <summary>Reads numbers from bytes one after the other, and remembers the first mistake. Never throws.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes, int at)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; } = at;

    public BatchFault Fault { get; private set; }

    public readonly bool AtEnd => At >= _bytes.Length;

    public readonly ReadOnlySpan<byte> Rest => _bytes[At..];

    public readonly int Left => _bytes.Length - At;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryByte(out int value)
    {
        if ((uint)At < (uint)_bytes.Length)
        {
            value = _bytes[At++];
            return true;
        }

        value = 0;
        return Fail(BatchFault.Truncated);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryVarint(out uint value)
    {
        if ((uint)At < (uint)_bytes.Length && _bytes[At] < 0x80)
        {
            value = _bytes[At++];
            return true;
        }

        return TryLongerVarint(out value);
    }

    public bool TryVarint63(out long value)
    {
        value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            if (!TryByte(out int b))
            {
                return false;
            }

            value |= (long)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return Fail(BatchFault.NumberTooLarge);
    }

    public bool TryZigzag(out int value)
    {
        bool read = TryVarint(out uint coded);
        value = (int)(coded >> 1) ^ -(int)(coded & 1);
        return read;
    }

    public bool TrySlice(uint length, out ReadOnlySpan<byte> slice)
    {
        if (length > (uint)Left)
        {
            slice = default;
            return Fail(BatchFault.Truncated);
        }

        slice = _bytes.Slice(At, (int)length);
        At += (int)length;
        return true;
    }

    public void Skip(int count) => At += count;

    public bool Fail(BatchFault fault)
    {
        Fault = fault;
        return false;
    }

    private bool TryLongerVarint(out uint value)
    {
        value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (!TryByte(out int b))
            {
                return false;
            }

            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                // The fifth byte has room for four bits.
                return shift < 28 || b <= 0x0F || Fail(BatchFault.NumberTooLarge);
            }
        }

        return Fail(BatchFault.NumberTooLarge);
    }
}
