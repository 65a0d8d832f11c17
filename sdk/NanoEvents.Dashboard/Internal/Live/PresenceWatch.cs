using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>
/// Notes in the history when devices come and go. A device is gone when its status or its silence says so, or when the broker cannot be reached; since
/// its last message, because all that it has raised since then comes later.
/// </summary>
/// <param name="states">Follows the present.</param>
/// <param name="history">Where it is noted.</param>
/// <param name="time">The clock.</param>
/// <param name="speed">How many times faster than real time the clock runs.</param>
internal sealed class PresenceWatch(IEventClient states, HistoryEventSink history, TimeProvider time, double speed)
{
    // A state on its way: a minute of real time, because messages do not travel faster where a trace is played.
    private readonly TimeSpan _delay = TimeSpan.FromMinutes(1) * Math.Max(1, speed);
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private long _unreachableTicks;
    private bool _hasConnected;

    // When the broker went away last. Until a device has been heard again, what its status said before counts no more.
    private DateTimeOffset? _wentAway;

    /// <summary>Since when the broker cannot be reached; null if it can.</summary>
    public DateTimeOffset? UnreachableSince => Interlocked.Read(ref _unreachableTicks) is > 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Whether a device is there.</summary>
    public DevicePresence Of(DeviceState device)
    {
        if (!states.IsConnected)
        {
            return DevicePresence.Unknown;
        }

        if (device.Online == false)
        {
            return DevicePresence.Offline;
        }

        bool isSilent = time.GetUtcNow() - (device.LastSeen ?? _start) > (device.StatePeriod * 2) + _delay;
        bool isBack = _wentAway is not { } since || device.LastSeen > since;
        return isSilent ? DevicePresence.Stale
            : device.Online is null && device.LastSeen is null ? DevicePresence.Unknown
            : isBack ? DevicePresence.Online : DevicePresence.Unknown;
    }

    /// <summary>Looks at all devices, and writes what has changed.</summary>
    /// <returns>Whether something has changed.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        bool hasChanged = LookAtBroker();
        foreach (DeviceState device in states.Devices)
        {
            DevicePresence presence = Of(device);
            bool isOnline = presence == DevicePresence.Online;
            bool isKnown = _known.TryGetValue(device.Device, out bool wasOnline);
            if ((isKnown && isOnline == wasOnline) || (!isKnown && !isOnline && presence != DevicePresence.Offline))
            {
                continue;
            }

            await history.WritePresenceAsync(device.Device, isOnline, device.LastSeen ?? time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            _known[device.Device] = isOnline;
            hasChanged = true;
        }

        return hasChanged;
    }

    private bool LookAtBroker()
    {
        bool isReachable = states.IsConnected;
        bool wasReachable = UnreachableSince is null;
        if (isReachable == wasReachable)
        {
            return false;
        }

        DateTimeOffset now = time.GetUtcNow();
        _wentAway = !isReachable && _hasConnected ? now : _wentAway;
        _hasConnected |= isReachable;
        Interlocked.Exchange(ref _unreachableTicks, isReachable ? 0 : now.UtcTicks);
        return true;
    }
}
