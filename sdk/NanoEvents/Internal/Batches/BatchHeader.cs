using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The part of a batch before its fields.</summary>
internal readonly record struct BatchHeader(
    int Flags, int Boot, uint Sequence, long SealedTicks, long AnchorTicks, uint AnchorErrorTicks)
{
    public bool HasAnchor => (Flags & BatchFormat.FlagAnchor) != 0;

    public bool HasFields => (Flags & BatchFormat.FlagFields) != 0;

    public bool IsState => (Flags & BatchFormat.FlagState) != 0;

    public static bool TryRead(ref ByteCursor from, ReadOnlySpan<byte> bytes, out BatchHeader header)
    {
        header = default;
        int flags = bytes[0] & 0xF;
        if ((flags & BatchFormat.FlagReserved) != 0)
        {
            return from.Fail(BatchFault.ReservedFlag);
        }

        int boot = bytes[1] | (bytes[2] << 8) | (bytes[3] << 16);
        if (!from.TryVarint(out uint sequence) || !from.TryVarint63(out long sealedTicks))
        {
            return false;
        }

        long anchor = 0;
        uint error = 0;
        if ((flags & BatchFormat.FlagAnchor) != 0 && !TryAnchor(ref from, out anchor, out error))
        {
            return false;
        }

        header = new BatchHeader(flags, boot, sequence, sealedTicks, anchor, error);
        return true;
    }

    private static bool TryAnchor(ref ByteCursor from, out long anchor, out uint error)
    {
        anchor = 0;
        error = 0;
        if (!from.TrySlice(5, out ReadOnlySpan<byte> five))
        {
            return false;
        }

        anchor = five[0] | ((long)five[1] << 8) | ((long)five[2] << 16) | ((long)five[3] << 24) | ((long)five[4] << 32);
        return from.TryVarint(out error);
    }
}
