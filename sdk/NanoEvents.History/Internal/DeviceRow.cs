using NanoEvents.Bridge;

namespace NanoEvents.History;

/// <summary>A device, and what a transaction has changed of it.</summary>
internal sealed class DeviceRow(long id)
{
    private readonly List<BootMark> _marks = [];

    public long Id { get; } = id;

    /// <summary>The last record of each boot, in the order in which they were written last.</summary>
    public IReadOnlyList<BootMark> Marks => _marks;

    public long Delivered { get; private set; }

    public long Boots { get; private set; }

    public void Take(in NanoEvent e)
    {
        var mark = BootMark.Of(e);
        if (_marks is [.., var last] && last.BootId == mark.BootId)
        {
            _marks[^1] = mark;
        }
        else
        {
            _marks.RemoveAll(m => m.BootId == mark.BootId);
            _marks.Add(mark);
        }

        Boots += e.Kind == EventKind.Boot ? 1 : 0;
        Delivered += e.Sequence is null ? 0 : 1;
    }

    public void Clear()
    {
        _marks.Clear();
        (Delivered, Boots) = (0, 0);
    }
}
