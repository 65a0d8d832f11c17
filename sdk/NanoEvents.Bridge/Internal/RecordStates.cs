using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NanoEvents.Bridge;

/// <summary>The present of devices, as far as their records tell it, and the counters of a reader of records.</summary>
internal sealed class RecordStates(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DeviceStateTracker> _devices = new(StringComparer.Ordinal);
    private readonly TimelineCounts _counts = new();
    private readonly ClientCounts _messages = new();

    public ClientStats Stats => _counts.Complete(_messages.Snapshot());

    public IReadOnlyList<DeviceState> All => [.. _devices.Values.Select(device => device.Snapshot())];

    public bool TryGet(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = _devices.TryGetValue(device, out DeviceStateTracker? tracker) ? tracker.Snapshot() : null;
        return state is not null;
    }

    public void Follow(in NanoEvent e)
    {
        DeviceStateTracker tracker = _devices.GetOrAdd(e.Device, name => new DeviceStateTracker(name));
        tracker.SeenAt(time.GetUtcNow(), false);
        if (e.Kind == EventKind.Lost)
        {
            _counts.Lost(e.Count ?? 0);
            return;
        }

        _counts.Delivered(e.Kind == EventKind.Boot ? 0 : 1);
        tracker.Open(e.BootId);
        using (tracker.Hold())
        {
            tracker.Follow(e);
        }
    }

    public void Message(bool isRead)
    {
        _messages.Message(0);
        if (!isRead)
        {
            _messages.DecodeFailure();
        }
    }
}
