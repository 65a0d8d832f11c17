namespace NanoEvents;

/// <summary>The present values of a device's sources. Takes memory only for sources that the device has.</summary>
internal sealed class SourceSlots
{
    private SourceSlot[] _slots = [];

    /// <summary>The slots of all sources that have one, in no order.</summary>
    public Span<SourceSlot> All => _slots;

    /// <summary>The slot of a source. It is valid until the next call.</summary>
    public ref SourceSlot At(SourceType type, int source)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Source == source && _slots[i].Type == type)
            {
                return ref _slots[i];
            }
        }

        Array.Resize(ref _slots, _slots.Length + 1);
        _slots[^1] = new SourceSlot(type, source);
        return ref _slots[^1];
    }

    /// <summary>What the sources show that have anything to show, by type and number.</summary>
    public List<SourceState> Show() =>
        [.. _slots.Where(slot => !slot.IsEmpty).OrderBy(slot => slot.Type).ThenBy(slot => slot.Source).Select(slot => slot.Show())];
}
