using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>
/// The devices that the reader follows, up to the limit. When a further device appears, a silent one makes room. So retained messages of old devices,
/// and invented names, do not harm a live device.
/// </summary>
/// <remarks>The reading thread writes it; any thread may read it.</remarks>
internal sealed class DeviceTable(
    int most, Func<string, Checkpoint?, DeviceTimeline> make, IReadOnlyCollection<Checkpoint> after, Presence presence)
{
    // How many removed devices are remembered, as a multiple of the limit, so that they continue at the right place.
    private const int LeftForEach = 4;

    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Checkpoint> _checkpoints = after.ToDictionary(c => c.Device, StringComparer.Ordinal);
    private readonly Queue<string> _left = new();
    private readonly Queue<string> _silent = new();
    private DateTimeOffset _lookAgain;
    private int _count;

    /// <summary>The devices that have not been removed.</summary>
    public IEnumerable<DeviceTimeline> Present => _places.Values.Where(IsPresent).Select(place => place.Timeline);

    public bool TryGetPresent(string device, [NotNullWhen(true)] out DeviceTimeline? timeline)
    {
        timeline = _places.TryGetValue(device, out Place? place) && IsPresent(place) ? place.Timeline : null;
        return timeline is not null;
    }

    public bool TryGet(string device, [NotNullWhen(true)] out DeviceTimeline? timeline)
    {
        timeline = _places.TryGetValue(device, out Place? place) ? place.Timeline : null;
        return timeline is not null;
    }

    /// <summary>Finds the timeline of a message's device, or creates one if there is room.</summary>
    /// <param name="message">The message.</param>
    /// <param name="timeline">The timeline.</param>
    /// <param name="freed">The device that was removed for it; null if none was.</param>
    public bool TryGet(in Message message, [NotNullWhen(true)] out DeviceTimeline? timeline, out DeviceTimeline? freed)
    {
        freed = null;
        if (!_places.TryGetValue(message.Device!, out Place? place))
        {
            if (_count >= most && !TryFree(message, out freed))
            {
                timeline = null;
                return false;
            }

            place = new Place(make(message.Device!, _checkpoints.TryGetValue(message.Device!, out Checkpoint known) ? known : null));
            _places[message.Device!] = place;
            _count++;
        }

        timeline = place.Timeline;
        place.ConfirmedAt = message.Steady;
        if (message.Retained)
        {
            presence.SawRetained(message.Steady);
        }

        if (IsLive(message))
        {
            place.HeardAt = message.Steady;
        }

        return true;
    }

    // A status may be the last message of a device that was removed long ago, and is easy to invent.
    private static bool IsLive(in Message message) => !message.Retained && message.Kind is MessageKind.Events or MessageKind.State;

    private bool IsPresent(Place place) => !place.Timeline.IsGone && !presence.HasLeft(place.ConfirmedAt);

    private bool TryFree(in Message message, [NotNullWhen(true)] out DeviceTimeline? freed)
    {
        freed = null;
        if (message.Kind is MessageKind.Status or MessageKind.Names)
        {
            // No device is removed for one that may not exist.
            return false;
        }

        if (_silent.Count == 0 && message.Steady >= _lookAgain)
        {
            Look(message.Steady);
        }

        while (freed is null && _silent.TryDequeue(out string? name))
        {
            if (_places.TryGetValue(name, out Place? place) && IsSilent(place, message.Steady) && _places.TryRemove(name, out _))
            {
                freed = place.Timeline;
                _count--;
                Remember(freed);
            }
        }

        return freed is not null;
    }

    private void Look(DateTimeOffset now)
    {
        foreach ((string name, _) in _places.Where(entry => IsSilent(entry.Value, now)).OrderBy(entry => entry.Value.HeardAt))
        {
            _silent.Enqueue(name);
        }

        // If no device is silent, a flood of names must not cause a search each time.
        _lookAgain = now + TimeSpan.FromSeconds(1);
    }

    private static bool IsSilent(Place place, DateTimeOffset now) =>
        place.HeardAt is not { } heard ? !place.Timeline.IsWaiting : now - heard > place.Timeline.Silence && !place.Timeline.IsWaiting;

    private void Remember(DeviceTimeline timeline)
    {
        if (timeline.Checkpoint is not { } checkpoint)
        {
            return;
        }

        if (!_checkpoints.ContainsKey(timeline.Device))
        {
            _left.Enqueue(timeline.Device);
        }

        _checkpoints[timeline.Device] = checkpoint;
        if (_left.Count > (long)most * LeftForEach)
        {
            _checkpoints.Remove(_left.Dequeue());
        }
    }

    private sealed class Place(DeviceTimeline timeline)
    {
        private long _confirmedAt;
        private long _heardAt;

        public DeviceTimeline Timeline => timeline;

        /// <summary>When its last message arrived, retained or not. Any thread may read it.</summary>
        public DateTimeOffset ConfirmedAt
        {
            get => new(Interlocked.Read(ref _confirmedAt), TimeSpan.Zero);
            set => Interlocked.Exchange(ref _confirmedAt, value.UtcTicks);
        }

        /// <summary>When its last live batch or state arrived, not counting retained messages; null if none has.</summary>
        public DateTimeOffset? HeardAt
        {
            get => _heardAt == 0 ? null : new(_heardAt, TimeSpan.Zero);
            set => _heardAt = value?.UtcTicks ?? 0;
        }
    }
}
