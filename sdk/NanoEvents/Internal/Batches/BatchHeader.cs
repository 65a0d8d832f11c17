using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The part of a batch before its fields.</summary>
/// <param name="IsShort">Whether the batch has the short form: events alone, dated by the wall clock.</param>
/// <param name="Flags">The head's flags; none in a short batch.</param>
/// <param name="Boot">The boot id.</param>
/// <param name="Sequence">The number of the first event; in a state, of the next one.</param>
/// <param name="FromTicks">From where the times of the events count: the uptime when the batch was made; in a short batch, the first event's wall clock.</param>
/// <param name="UptimeLow">In a short batch: the low byte of the first event's uptime.</param>
/// <param name="AnchorTicks">The wall clock where the times of the events are 0, in ticks since 1970.</param>
/// <param name="AnchorErrorTicks">How far it may be off.</param>
internal readonly record struct BatchHeader(
    bool IsShort, int Flags, int Boot, uint Sequence, long FromTicks, int UptimeLow, long AnchorTicks, uint AnchorErrorTicks)
{
    private const int WallBytes = 5;

    public bool HasAnchor => IsShort || (Flags & BatchFormat.FlagAnchor) != 0;

    public bool HasFields => (Flags & BatchFormat.FlagFields) != 0;

    public bool IsState => (Flags & BatchFormat.FlagState) != 0;

    public static bool TryRead(ref ByteCursor from, ReadOnlySpan<byte> bytes, out BatchHeader header)
    {
        header = default;
        int low = bytes[0] & 0xF;
        int boot = bytes[1] | (bytes[2] << 8) | (bytes[3] << 16);
        if (bytes[0] >> 4 == BatchFormat.ShortVersion)
        {
            return TryShort(ref from, low, boot, out header);
        }

        if ((low & BatchFormat.FlagReserved) != 0)
        {
            return from.Fail(BatchFault.ReservedFlag);
        }

        if (!from.TryVarint(out uint sequence) || !from.TryVarint63(out long sealedTicks))
        {
            return false;
        }

        long anchor = 0;
        uint error = 0;
        if ((low & BatchFormat.FlagAnchor) != 0 && !(TryWall(ref from, out anchor) && from.TryVarint(out error)))
        {
            return false;
        }

        header = new BatchHeader(false, low, boot, sequence, sealedTicks, 0, anchor, error);
        return true;
    }

    private static bool TryShort(ref ByteCursor from, int errorCode, int boot, out BatchHeader header)
    {
        header = default;
        if (!from.TryVarint(out uint sequence) || !TryWall(ref from, out long wall) || !from.TryByte(out int uptimeLow))
        {
            return false;
        }

        header = new BatchHeader(true, 0, boot, sequence, wall, uptimeLow, 0, (1u << errorCode) - 1);
        return true;
    }

    private static bool TryWall(ref ByteCursor from, out long ticks)
    {
        bool has = from.TrySlice(WallBytes, out ReadOnlySpan<byte> five);
        ticks = has ? five[0] | ((long)five[1] << 8) | ((long)five[2] << 16) | ((long)five[3] << 24) | ((long)five[4] << 32) : 0;
        return has;
    }
}
