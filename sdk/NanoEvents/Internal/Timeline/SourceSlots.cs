using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The present values of a device's sources. Takes memory only for sources that the device has.</summary>
internal sealed class SourceSlots
{
    private const int Types = 2;

    // Where each source's slot is, plus one; 0 where it has none.
    private readonly byte[] _places = new byte[Types * BatchFormat.MaxSources];
    private SourceSlot[] _slots = [];
    private int _count;

    /// <summary>The slots of all sources that have one, in no order.</summary>
    public Span<SourceSlot> All => _slots.AsSpan(0, _count);

    /// <summary>The slot of a source. It is valid until the next call.</summary>
    public ref SourceSlot At(SourceType type, int source)
    {
        ref byte place = ref _places[((int)type * BatchFormat.MaxSources) + source];
        if (place == 0)
        {
            if (_count == _slots.Length)
            {
                Array.Resize(ref _slots, Math.Min(_places.Length, Math.Max(2, _count * 2)));
            }

            place = (byte)++_count;
        }

        return ref _slots[place - 1];
    }

    /// <summary>What the sources show that have anything to show, by type and number.</summary>
    public List<SourceState> Show()
    {
        var shown = new List<SourceState>();
        for (int i = 0; i < _places.Length; i++)
        {
            if (_places[i] > 0 && !_slots[_places[i] - 1].IsEmpty)
            {
                shown.Add(_slots[_places[i] - 1].Show((SourceType)(i / BatchFormat.MaxSources), i % BatchFormat.MaxSources));
            }
        }

        return shown;
    }
}
