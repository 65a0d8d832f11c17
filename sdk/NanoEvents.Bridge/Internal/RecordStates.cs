using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NanoEvents.Bridge;

/// <summary>The present of devices, as far as their records tell it: whether a device is online is not among them. Bounded.</summary>
/// <param name="maxDevices">The most devices. Names in records may be invented, so a further device has no state.</param>
internal sealed class RecordStates(int maxDevices)
{
    private readonly ConcurrentDictionary<string, DeviceStateTracker> _devices = new(StringComparer.Ordinal);

    public IReadOnlyList<DeviceState> All => [.. _devices.Values.Select(device => device.Snapshot())];

    public bool TryGet(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = _devices.TryGetValue(device, out DeviceStateTracker? tracker) ? tracker.Snapshot() : null;
        return state is not null;
    }

    /// <summary>Takes over a record.</summary>
    /// <param name="e">Its event.</param>
    /// <param name="seen">When the device was heard of.</param>
    public void Take(in NanoEvent e, DateTimeOffset seen)
    {
        if (!_devices.TryGetValue(e.Device, out DeviceStateTracker? tracker))
        {
            if (_devices.Count >= maxDevices)
            {
                return;
            }

            tracker = new DeviceStateTracker(e.Device);
            _devices[e.Device] = tracker;
        }

        tracker.SeenAt(seen, retained: false);
        if (e.Kind == EventKind.Lost)
        {
            // It may be of a boot that is over.
            return;
        }

        tracker.Open(e.BootId);
        tracker.Follow(e);
    }
}
