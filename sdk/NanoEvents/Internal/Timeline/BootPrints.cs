namespace NanoEvents;

/// <summary>
/// What the first and the last numbers of a boot were. A number that comes again as another event, or as an event of another uptime, is of another boot with
/// the same id.
/// </summary>
internal sealed class BootPrints
{
    private const int First = 16;
    private const int Last = 112;

    // Number and hash; the hash is never 0.
    private ulong[] _prints = [];
    private int _count;

    public void Add(uint sequence, in BatchEvent e)
    {
        if (_count == 0)
        {
            _prints = new ulong[First + Last];
        }

        ulong print = PrintOf(sequence, e);
        if (_count < First)
        {
            _prints[_count++] = print;
        }
        else
        {
            _prints[First + (sequence % Last)] = print;
        }
    }

    /// <summary>Whether a number of a batch is known here; <paramref name="isOther"/>: as another event.</summary>
    public bool Knows(in Batch batch, out bool isOther)
    {
        isOther = false;
        bool isKnown = false;
        foreach (BatchEvent e in batch)
        {
            uint sequence = batch.Sequence + (uint)e.Index;
            ulong print = Find(sequence);
            isKnown |= print != 0;
            isOther |= print != 0 && print != PrintOf(sequence, e);
        }

        return isKnown;
    }

    private static ulong PrintOf(uint sequence, in BatchEvent e)
    {
        ulong hash = (ulong)e.UptimeTicks;
        hash = (hash * 0x9E3779B97F4A7C15) ^ (uint)e.CentiValue;
        hash = (hash * 0x9E3779B97F4A7C15) ^ (uint)((e.RawKind << 8) | e.Source);
        hash *= 0x9E3779B97F4A7C15;
        return ((ulong)sequence << 32) | (hash >> 32) | 1;
    }

    private ulong Find(uint sequence)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_prints[i] >> 32 == sequence)
            {
                return _prints[i];
            }
        }

        ulong print = _count < First ? 0 : _prints[First + (sequence % Last)];
        return print >> 32 == sequence ? print : 0;
    }
}
