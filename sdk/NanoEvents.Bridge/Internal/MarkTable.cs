namespace NanoEvents.Bridge;

/// <summary>The last record of each of the latest boots of each device, in the order in which they were written.</summary>
internal sealed class MarkTable
{
    // Two boards with one name alternate; more than this nobody will have.
    private const int Boots = 4;

    private readonly Dictionary<string, List<BootMark>> _devices = new(StringComparer.Ordinal);

    public IReadOnlyCollection<BootMark> All => [.. _devices.Values.SelectMany(marks => marks)];

    public void Clear() => _devices.Clear();

    public IReadOnlyList<BootMark> Of(string device) => _devices.TryGetValue(device, out List<BootMark>? marks) ? marks : [];

    /// <summary>Sets the marks that records leave, and returns the devices that they are of.</summary>
    public IReadOnlyCollection<string> Set(IReadOnlyList<NanoEvent> events)
    {
        HashSet<string> devices = new(StringComparer.Ordinal);
        foreach (NanoEvent e in events)
        {
            Set(BootMark.Of(e));
            devices.Add(e.Device);
        }

        return devices;
    }

    public void Set(BootMark mark)
    {
        if (!_devices.TryGetValue(mark.Device, out List<BootMark>? marks))
        {
            _devices[mark.Device] = marks = [];
        }

        marks.RemoveAll(m => m.BootId == mark.BootId);
        marks.Add(mark);
        if (marks.Count > Boots)
        {
            marks.RemoveAt(0);
        }
    }
}
