namespace NanoEvents;

/// <summary>The timelines with missing events, and when to check them again. Wakes the reader when that time has come.</summary>
internal sealed class GapWatch : IDisposable
{
    private const int UsualLimit = 16;

    private readonly HashSet<DeviceTimeline> _waiting = [];
    private readonly InFlight _inFlight;
    private readonly TimeSpan _patience;
    private readonly SteadyTime _time;
    private readonly ITimer _timer;
    private readonly int _maxHeld;
    private DateTimeOffset _lookAt = DateTimeOffset.MaxValue;

    // UTC ticks, 0 if the timer is not set. Also written by the timer's thread.
    private long _armedFor;

    /// <param name="patience">How long to wait for a missing batch.</param>
    /// <param name="receiveMaximum">How many unacknowledged batches the broker may send.</param>
    /// <param name="inFlight">Whether the broker may be holding messages back.</param>
    /// <param name="time">A monotonic clock.</param>
    /// <param name="wake">Wakes the reader.</param>
    public GapWatch(TimeSpan patience, int receiveMaximum, InFlight inFlight, SteadyTime time, Action<DateTimeOffset> wake)
    {
        _inFlight = inFlight;
        _patience = patience;
        _time = time;
        _timer = _time.CreateTimer(_ => wake(new DateTimeOffset(Interlocked.Read(ref _armedFor), TimeSpan.Zero)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Held batches are unacknowledged. They must never use up the broker's limit, or it would stop sending. Brokers of version 3.1.1 have their
        // own limit, usually 10 or 20.
        _maxHeld = Math.Min(receiveMaximum, UsualLimit) / 2;
    }

    /// <summary>Looks at a timeline after it has got a message.</summary>
    public void Watch(DeviceTimeline timeline, DateTimeOffset now)
    {
        if (!timeline.IsWaiting)
        {
            _waiting.Remove(timeline);
            return;
        }

        _waiting.Add(timeline);
        LookNoLaterThan(timeline, now);
        while (_waiting.Sum(t => t.HeldCount) > _maxHeld)
        {
            // The device that holds the most batches gives up first, so that gaps of one device do not shorten the patience of another.
            _waiting.MaxBy(t => (t.HeldCount, -(t.Deadline() ?? DateTimeOffset.MaxValue).UtcTicks))!.GiveUp();
        }
    }

    /// <summary>Reports events that have been missing for too long, at a time up to which all messages have been seen.</summary>
    public void Expire(DateTimeOffset now)
    {
        if (now < _lookAt)
        {
            return;
        }

        _lookAt = DateTimeOffset.MaxValue;
        foreach (DeviceTimeline timeline in _waiting)
        {
            timeline.Expire(now, _inFlight.CaughtUpSince, _inFlight.FlowsSince);
            LookNoLaterThan(timeline, now);
        }

        _waiting.RemoveWhere(t => !t.IsWaiting);
    }

    /// <summary>Sets the timer, before the reader waits.</summary>
    public void Arm()
    {
        if (_waiting.Count == 0 || _lookAt.UtcTicks == Interlocked.Read(ref _armedFor))
        {
            return;
        }

        TimeSpan wait = _lookAt - _time.GetUtcNow();
        Interlocked.Exchange(ref _armedFor, _lookAt.UtcTicks);
        _timer.Change(TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 1, Math.Max(1, _patience.Ticks * 2))), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer has fired.</summary>
    public void Woken() => Interlocked.Exchange(ref _armedFor, 0);

    public void Dispose() => _timer.Dispose();

    private void LookNoLaterThan(DeviceTimeline timeline, DateTimeOffset now)
    {
        if (timeline.IsWaiting)
        {
            DateTimeOffset at = timeline.Deadline(_inFlight.CaughtUpSince, _inFlight.FlowsSince) ?? now + _patience;
            _lookAt = at < _lookAt ? at : _lookAt;
        }
    }
}
