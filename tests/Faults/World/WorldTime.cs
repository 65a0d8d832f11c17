namespace NanoEvents.Faults.Tests;

/// <summary>The world's time as the SDK sees it: timers fire when the timetable comes to them.</summary>
internal sealed class WorldTime(Timetable timetable) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Start.AddMilliseconds(timetable.NowMs);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WorldTimer(timetable, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class WorldTimer(Timetable timetable, TimerCallback callback, object? state) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timetable.In((long)Math.Ceiling(dueTime.TotalMilliseconds), () => Fire(version));
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int version)
        {
            if (version == _version)
            {
                callback(state);
            }
        }
    }
}
