namespace NanoEvents.Bridge;

/// <summary>
/// Gives the records of a target out once each: what it holds twice is left out, and what it lacks is reported as lost. Only for a reader that gets all records of a
/// device.
/// </summary>
/// <param name="maxDevices">How many devices it follows. The records of others come out as they are.</param>
/// <param name="after">What has been handled.</param>
/// <param name="countDuplicate">Called for each record that is left out because it was there before.</param>
internal sealed class RecordSieve(int maxDevices, AfterCheckpoints after, Action countDuplicate)
{
    private readonly Dictionary<string, DeviceMarks> _devices = new(StringComparer.Ordinal);
    private readonly List<NanoEvent> _output = [];

    /// <summary>Adds what the next record gives.</summary>
    public void Take(in NanoEvent e, List<NanoEvent> events)
    {
        if (!_devices.TryGetValue(e.Device, out DeviceMarks? marks) && _devices.Count < maxDevices)
        {
            _devices[e.Device] = marks = new DeviceMarks(e.Device);
        }

        _output.Clear();
        if (marks is null)
        {
            _output.Add(e);
        }
        else
        {
            marks.Take(e, _output);
        }

        if (_output.Count == 0)
        {
            countDuplicate();
        }

        events.AddRange(_output.Where(o => !after.Hides(o)));
    }
}
