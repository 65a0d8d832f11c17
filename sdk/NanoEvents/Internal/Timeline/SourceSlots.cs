namespace NanoEvents;

/// <summary>The present values of a device's sources. Takes memory only for sources that the device has. Bounded.</summary>
internal struct SourceSlots()
{
    // A device with all thermometers and motion sensors, and six private kinds with as many. The rest may be invented, and has no present value.
    private const int Most = 256;

    private SourceSlot[] _slots = [];

    /// <summary>Removes the values, and keeps the names.</summary>
    public void ForgetValues()
    {
        foreach (ref SourceSlot slot in _slots.AsSpan())
        {
            slot.ForgetValue();
        }
    }

    /// <summary>Updates the present value of an event's source, if the event has one.</summary>
    public void Take(in BatchEvent e, Dated dated, in KnownKinds kinds)
    {
        if (e.IsPlain)
        {
            bool isMotion = e.Kind == EventKind.Motion;
            if (Place(isMotion ? SourceType.MotionSensor : SourceType.Thermometer, e.Source) is >= 0 and int usual)
            {
                _slots[usual].Set(isMotion ? (e.Flag ? 1 : 0) : e.CentiValue, dated);
            }

            return;
        }

        Take(NanoEvent.Of(e, null, 0, dated, null, null, kinds));
    }

    /// <summary>The same with a whole event.</summary>
    public void Take(in NanoEvent e)
    {
        if (e is { SourceType: { } type, Source: { } source } && Place(type, source) is >= 0 and int place)
        {
            _slots[place].Take(e);
        }
    }

    /// <summary>Takes these names instead of those before.</summary>
    public void Name(SourceNames names)
    {
        foreach (ref SourceSlot slot in _slots.AsSpan())
        {
            slot.Name = null;
        }

        foreach ((SourceType type, int source, string name) in names.All)
        {
            if (Place(type, source) is >= 0 and int place)
            {
                _slots[place].Name = name;
            }
        }
    }

    /// <summary>What the sources show that have anything to show, by type and number.</summary>
    public List<SourceState> Show() =>
        [.. _slots.Where(slot => !slot.IsEmpty).OrderBy(slot => slot.Type).ThenBy(slot => slot.Source).Select(slot => slot.Show())];

    // Where a source is, which gets a place if there is room; otherwise -1.
    private int Place(SourceType type, int source)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Source == source && _slots[i].Type == type)
            {
                return i;
            }
        }

        if (_slots.Length == Most)
        {
            _slots = [.. _slots.Where(slot => !slot.IsEmpty)];
        }

        if (_slots.Length == Most)
        {
            return -1;
        }

        Array.Resize(ref _slots, _slots.Length + 1);
        _slots[^1] = new SourceSlot(type, source);
        return _slots.Length - 1;
    }
}
