namespace NanoEvents.Bridge;

/// <summary>What the target had when the bridge began. It hides what comes again, until the first new event of each boot.</summary>
internal sealed class TargetRecords
{
    private readonly Dictionary<(string Device, int Boot), BootMark> _marks = [];
    private readonly Dictionary<string, Checkpoint> _last = new(StringComparer.Ordinal);

    public TargetRecords(IReadOnlyCollection<BootMark> marks)
    {
        foreach (BootMark mark in marks)
        {
            _marks[(mark.Device, mark.BootId)] = mark;
            _last[mark.Device] = mark.Checkpoint;
        }
    }

    /// <summary>Where each device continues.</summary>
    public IReadOnlyCollection<Checkpoint> Checkpoints => _last.Values;

    /// <summary>Whether the target has an event. Of a loss that it has in part, the rest remains.</summary>
    public bool Has(ref NanoEvent e)
    {
        if (!_marks.TryGetValue((e.Device, e.BootId), out BootMark mark))
        {
            return false;
        }

        if (mark.Covers(e))
        {
            return true;
        }

        if (e is { Kind: EventKind.Lost, Count: { } count, From: { } from } && from <= mark.Sequence)
        {
            uint rest = mark.Sequence + 1;
            e = NanoEvent.OfLoss(e.Device, e.BootId, rest, (uint)(from + count - rest), e.LossCause!.Value);
        }

        _marks.Remove((e.Device, e.BootId));
        return false;
    }
}
