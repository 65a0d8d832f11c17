namespace NanoEvents;

/// <summary>
/// What the first and the last numbers of a boot were. A number that comes again as another event, or as an event of another uptime, is of another boot with
/// the same id.
/// </summary>
internal struct BootPrints()
{
    private const int First = 16;
    private const int Last = 112;
    private const ulong Mix = 0x9E3779B97F4A7C15;

    // Of each number 16 bits: in the low byte a hash of the event and the low byte of its uptime, which every batch tells, and in the high byte a hash
    // of its whole uptime, or 0 where that is not known. First those of the numbers from _first on, then those of the last numbers, by their distance from _first
    // modulo Last, which goes on where numbers begin at 0 again. 0 where a number is not known.
    private ushort[] _prints = [];
    private uint _first;
    private uint _latest;

    /// <summary>Takes the events of a batch, without the first ones. Numbers must rise.</summary>
    public void Add(in Batch batch, int from, EventUptimes uptimes)
    {
        foreach (BatchEvent e in batch)
        {
            if (e.Index >= from)
            {
                Add(batch.Sequence + (uint)e.Index, e, uptimes);
            }
        }
    }

    private void Add(uint sequence, in BatchEvent e, EventUptimes uptimes)
    {
        if (_prints.Length == 0)
        {
            _prints = new ushort[First];
            (_first, _latest) = (sequence, sequence);
        }

        uint place = sequence - _first;
        if (place >= First)
        {
            place = PlaceOfLast(sequence);
        }

        _prints[place] = (ushort)PrintOf(e, uptimes);
        _latest = sequence;
    }

    /// <summary>Whether a number of a batch is known here; <paramref name="isOther"/>: as another event.</summary>
    public readonly bool Knows(in Batch batch, EventUptimes uptimes, out bool isOther)
    {
        isOther = false;
        bool isKnown = false;
        if (!MayKnow(batch))
        {
            return false;
        }

        foreach (BatchEvent e in batch)
        {
            uint print = Find(batch.Sequence + (uint)e.Index);
            isKnown |= print != 0;
            isOther |= print != 0 && AreOther(print, PrintOf(e, uptimes));
        }

        return isKnown;
    }

    // Nearly every batch is new, and need not be looked at.
    private readonly bool MayKnow(in Batch batch) => _prints.Length > 0 && SequenceMath.Distance(batch.Sequence, _latest) >= 0;

    private uint PlaceOfLast(uint sequence)
    {
        if (_prints.Length == First)
        {
            Array.Resize(ref _prints, First + Last);
        }

        // Numbers between that never came leave the prints of older ones behind.
        uint between = Math.Min(sequence - _latest - 1, Last);
        for (uint i = 1; i <= between; i++)
        {
            _prints[Place(_latest + i)] = 0;
        }

        return Place(sequence);
    }

    private readonly uint Place(uint sequence) => First + ((sequence - _first) % Last);

    private static bool AreOther(uint one, uint other)
    {
        uint differ = one ^ other;
        return (differ & 0xFF) != 0 || (one > 0xFF && other > 0xFF && differ != 0);
    }

    private static uint PrintOf(in BatchEvent e, EventUptimes uptimes)
    {
        long uptime = e.Ticks - uptimes.Shift;
        ulong hash = (ulong)(byte)uptime;
        hash = (hash * Mix) ^ (uint)e.CentiValue;
        hash = (hash * Mix) ^ (uint)((e.RawKind << 8) | e.Source);
        uint low = HashByte(hash);
        return uptimes.AreKnown ? (HashByte((ulong)uptime) << 8) | low : low;
    }

    // 1 to 255.
    private static uint HashByte(ulong of) => Math.Max((uint)((of * Mix) >> 56), 1);

    private readonly uint Find(uint sequence)
    {
        uint before = _latest - sequence;
        if (_prints.Length == 0 || before > _latest - _first)
        {
            return 0;
        }

        uint place = sequence - _first;
        return place < First ? _prints[place] : before < Last ? _prints[Place(sequence)] : 0u;
    }
}
