namespace NanoEvents.Bridge.Tests.Support;

/// <summary>The promise: each number of a boot once, delivered or in one loss, and in order.</summary>
internal static class EventLaw
{
    /// <summary>Checks events of devices that have begun once, and returns the last number of each device and what is lost of it.</summary>
    public static Dictionary<string, (uint Last, long Lost)> Check(IEnumerable<NanoEvent> events)
    {
        Dictionary<string, (uint Last, long Lost)> devices = [];
        HashSet<string> ids = [];
        foreach (NanoEvent e in events)
        {
            Assert.True(ids.Add(EventId.Of(e)), $"{e} is there twice");
            (uint last, long lost) = devices.GetValueOrDefault(e.Device);
            if (e.Kind == EventKind.Boot)
            {
                Assert.Equal(0u, last);
                continue;
            }

            Assert.Equal(last + 1, e.Sequence ?? e.From);
            devices[e.Device] = (e.Checkpoint.Sequence, lost + (e.Kind == EventKind.Lost ? e.Count ?? 0 : 0));
        }

        return devices;
    }
}
