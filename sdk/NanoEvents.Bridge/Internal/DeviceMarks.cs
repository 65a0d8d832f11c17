namespace NanoEvents.Bridge;

/// <summary>
/// Where one device is in a target: for each of its latest boots the last number. What the target holds twice is left out, and what it lacks is reported as
/// lost at once, because the records of a device are in order.
/// </summary>
internal sealed class DeviceMarks(string device, TimelineCounts? counts = null)
{
    private const int MaxBoots = 8;

    // In the order in which the boots began.
    private readonly List<BootMark> _boots = [];

    public IReadOnlyList<BootMark> Marks => _boots;

    /// <summary>Sets how far a boot is, before the first record: the marks of a device in the order in which its boots began.</summary>
    public void Continue(BootMark mark) => Put(-1, mark);

    /// <summary>Takes the next record of the device.</summary>
    /// <param name="e">The event.</param>
    /// <param name="output">Gets the event if it is new, after a loss if numbers are missing before it; null to go through what is known.</param>
    public void Take(in NanoEvent e, List<NanoEvent>? output)
    {
        int boot = e.BootId;
        int place = _boots.FindLastIndex(known => known.BootId == boot);
        bool isNew = place < 0;
        BootMark mark = isNew ? Begin(e) : _boots[place];
        uint last = mark.Sequence;
        if ((!isNew && e.Kind == EventKind.Boot) || !IsAfter(e, mark))
        {
            Drop(e, output);
            return;
        }

        BootMark next = BootMark.Of(e);
        uint first = e.Kind == EventKind.Lost ? e.From!.Value : e.Sequence ?? next.Sequence + 1;
        int gap = SequenceMath.Distance(last + 1, first);
        if (gap > 0)
        {
            Lose(last + 1, (uint)gap, LossCause.Transit, boot, output);
        }

        Give(e, last, gap, output);
        Put(place, SequenceMath.Distance(last, next.Sequence) < 0 ? next with { Sequence = last } : next);
    }

    // The first boot that is seen may have begun before the first record that is read. A later one begins with number 1.
    private BootMark Begin(in NanoEvent e) =>
        new(device, e.BootId, _boots.Count > 0 || e.Kind == EventKind.Boot ? 0 : (e.Kind == EventKind.Lost ? e.From!.Value : e.Sequence!.Value) - 1, false);

    // A loss without a count ends a boot, wherever it begins. The boot may go on nevertheless: then its device has not restarted.
    private static bool IsAfter(in NanoEvent e, BootMark mark) =>
        e.Kind == EventKind.Boot || (e is { Kind: EventKind.Lost, Count: null } ? !mark.IsOver : SequenceMath.Distance(mark.Sequence, e.Checkpoint.Sequence) > 0);

    private void Give(in NanoEvent e, uint last, int gap, List<NanoEvent>? output)
    {
        if (e.Kind == EventKind.Lost)
        {
            // A loss may begin with numbers that have been given out, or reported already.
            uint from = gap < 0 ? last + 1 : e.From!.Value;
            uint count = e.Count is null ? 0 : (uint)SequenceMath.Distance(from, e.Checkpoint.Sequence) + 1;
            Lose(from, count, e.LossCause!.Value, e.BootId, output);
        }
        else if (output is not null)
        {
            output.Add(e);
            counts?.Delivered(e.Kind == EventKind.Boot ? 0 : 1);
        }
    }

    private void Lose(uint from, uint count, LossCause cause, int boot, List<NanoEvent>? output)
    {
        if (output is not null)
        {
            output.Add(NanoEvent.OfLoss(device, boot, from, count, cause));
            counts?.Lost(count);
        }
    }

    private void Drop(in NanoEvent e, List<NanoEvent>? output)
    {
        if (output is not null && e.Kind is not (EventKind.Boot or EventKind.Lost))
        {
            counts?.Duplicate();
        }
    }

    private void Put(int place, BootMark mark)
    {
        if (place >= 0)
        {
            _boots[place] = mark;
            return;
        }

        _boots.Add(mark);
        if (_boots.Count > MaxBoots)
        {
            _boots.RemoveAt(0);
        }
    }
}
