using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Finds the uptimes of a short batch, which has only the wall clock and the low byte of its first event's uptime, from the anchor that the boot has
/// told in the long form. If that anchor does not lead to the low byte, it is not the one that the device has now.
/// </summary>
internal struct ShortUptimes()
{
    // 21 years in wire ticks; no device has been up for longer.
    private const long MaxUptime = 1L << 36;

    // The device may have moved its anchor by so much, and this reader may have missed as much.
    private const int MaxOff = 2 * BatchFormat.MaxAnchorMove;

    private long _anchorTicks;

    // The uptime of the message that told the anchor.
    private long _toldAt = -1;

    /// <summary>Whether the boot has told its anchor.</summary>
    public readonly bool AreTold => _toldAt >= 0;

    /// <summary>Whether it is supposed: by <see cref="Suppose"/>.</summary>
    public bool AreSupposed { get; private set; }

    /// <summary>Whether a batch in the long form has the anchor that was told last, give or take what a device may move it by.</summary>
    public readonly bool HasTold(in Batch batch) => AreTold && batch.HasAnchor && Math.Abs(batch.AnchorTicks - _anchorTicks) <= MaxOff;

    /// <summary>Takes the anchor of a batch in the long form, unless a later one is known.</summary>
    public void Learn(in Batch batch)
    {
        AreSupposed = false;
        if (batch.HasAnchor && batch.SealedTicks >= _toldAt && batch.SealedTicks < MaxUptime)
        {
            (_anchorTicks, _toldAt) = (batch.AnchorTicks, batch.SealedTicks);
        }
    }

    /// <summary>
    /// Before anything live has told the anchor, it is supposed to be that of a retained state. If there is none, or if it does not fit, the uptimes of short batches
    /// are supposed to be as short as they can be: no event happened later by them than it did, and they keep the pace of the uptime.
    /// </summary>
    /// <param name="first">The retained state, or the first short batch.</param>
    public void Suppose(in Batch first)
    {
        bool fits = first.IsShort ? AreSupposed && FirstOf(first) >= 0 : !first.HasAnchor;
        if (!fits)
        {
            AreSupposed = true;
            _anchorTicks = first.IsShort ? first.WallTicks - first.UptimeLow : first.AnchorTicks;
        }
    }

    /// <summary>The uptime of a short batch's first event, in ticks; -1 if it is not known.</summary>
    public readonly long FirstOf(in Batch batch)
    {
        long about = batch.WallTicks - _anchorTicks;
        int off = unchecked((sbyte)(batch.UptimeLow - about));
        long uptime = about + off;
        return (AreTold || AreSupposed) && Math.Abs(off) <= MaxOff && uptime is >= 0 and < MaxUptime ? uptime : -1;
    }
}

/// <summary>How the ticks of a batch's events become uptimes.</summary>
/// <param name="Shift">What is to be subtracted from them; if the uptimes are not known, they still have the right low byte.</param>
/// <param name="AreKnown">Whether the uptimes are known.</param>
internal readonly record struct EventUptimes(long Shift, bool AreKnown);
