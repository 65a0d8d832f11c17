using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NanoEvents.Kafka;

/// <summary>The present of each device, as its events tell it. Whether a device is online is not in the topic.</summary>
internal sealed class DeviceStates(int maxDevices)
{
    private readonly ConcurrentDictionary<string, DeviceStateTracker> _devices = new(StringComparer.Ordinal);

    public IReadOnlyList<DeviceState> All => [.. _devices.Values.Select(d => d.Snapshot())];

    public bool TryGet(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = _devices.TryGetValue(device, out DeviceStateTracker? tracker) ? tracker.Snapshot() : null;
        return state is not null;
    }

    public void Take(in NanoEvent e, DateTimeOffset written)
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

        tracker.SeenAt(written, retained: false);
        tracker.Open(e.BootId);
        if (e.Kind != EventKind.Lost)
        {
            using (tracker.Hold())
            {
                tracker.Follow(e);
            }
        }
    }
}
