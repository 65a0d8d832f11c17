namespace NanoEvents.Faults.Tests;

/// <summary>The world's time as the SDK sees it: timers fire when the timetable comes to them.</summary>
internal sealed class WorldTime(Timetable timetable) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How far this clock is from the true time, in ms.</summary>
    public long OffsetMs { get; private set; }

    /// <summary>How far back it has ever been.</summary>
    public long MinOffsetMs { get; private set; }

    /// <summary>How far ahead it has ever been.</summary>
    public long MaxOffsetMs { get; private set; }

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => timetable.NowMs;

    public override DateTimeOffset GetUtcNow() => Start.AddMilliseconds(timetable.NowMs + OffsetMs);

    /// <summary>The clock steps, forwards or backwards; no timer does.</summary>
    public void Step(long ms)
    {
        OffsetMs += ms;
        (MinOffsetMs, MaxOffsetMs) = (Math.Min(MinOffsetMs, OffsetMs), Math.Max(MaxOffsetMs, OffsetMs));
    }

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
