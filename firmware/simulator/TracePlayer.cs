using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>Moves the pins and thermometers of a simulated device as a trace says. The simulated time is the trace's.</summary>
public sealed class TracePlayer : IDisposable
{
    // A reading raises at most a fault's end, a temperature and two thresholds.
    private const int MaxEventsAReading = 4;

    // A ring that is half full is sent at once: a smaller one could be too full for a reading and not full enough to be sent.
    private const int MinCapacityEvents = 2 * MaxEventsAReading;

    // Times in a batch are told from each other with 31 bits of ticks, 248 days: nothing may wait longer.
    private const long MaxWaitMs = (1L << 30) * BatchFormat.TickMs;

    // In real time: a link that holds a message is checked now and then.
    private const int MaxStepMs = 200;

    private readonly Trace _trace;
    private readonly double _speed;
    private readonly Func<bool> _mayRaise;
    private readonly IPlayedFaults? _faults;
    private readonly IEnumerator<TraceRow> _rows;
    private readonly SteppedClock? _stepped;
    private readonly int _lingerMs;
    private readonly int _stateMs;
    private long _idleAtMs;

    /// <summary>Reads the first row, which says what time it is.</summary>
    /// <param name="trace">What to play.</param>
    /// <param name="speed">How many times as fast as it happened; infinity: as fast as the ring drains.</param>
    /// <param name="settings">The device's settings; names come from the trace.</param>
    /// <param name="boot">The id and the cause of this run.</param>
    /// <param name="link">The way to the broker.</param>
    /// <param name="mayRaise">Called before each row at infinite speed; false delays the trace for a moment.</param>
    /// <param name="store">Where batches go while the broker is away; null for none.</param>
    /// <param name="faults">The faults to play; null for none.</param>
    /// <param name="startTicks">When the device starts, in the trace's time; null for the first row's time.</param>
    /// <param name="clock">The device's clock; null for one of this speed.</param>
    /// <exception cref="TraceException">The first row is bad.</exception>
    public TracePlayer(Trace trace, double speed, Settings settings, Boot boot, ILink link, Func<bool>? mayRaise = null, EventStore? store = null, IPlayedFaults? faults = null,
        long? startTicks = null, IClock? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.RingCapacityEvents, MinCapacityEvents);
        _trace = trace;
        _speed = speed;
        _mayRaise = mayRaise ?? (() => true);
        _faults = faults;
        _lingerMs = settings.LingerMs;
        _stateMs = settings.StateMs;
        _rows = trace.Rows.GetEnumerator();
        HasRow = _rows.MoveNext();
        StartTicks = faults?.RestartTicks ?? startTicks ?? (HasRow ? _rows.Current.Ticks : 0);
        TraceSensors.Fit(trace, settings);

        // A trace is debounced already.
        settings.DebounceMs = 0;
        settings.HoldMs = 0;
        settings.SettleMs = 0;
        settings.MotionMaxPerMinute = 0;
        _stepped = double.IsInfinity(speed) ? new SteppedClock() : null;
        Clock = _stepped ?? clock ?? new PacedClock(TimeProvider.System, speed);
        Device = new SimulatedDevice(
            settings,
            boot,
            settings.ThermometerNames.Length,
            settings.MotionSensorNames.Length,
            Clock,
            speed,
            faults?.Wrap(link) ?? link,
            new Backoff(100, 2000, boot.Id),
            store);
        if (faults != null)
        {
            faults.Begin(Device, Clock, StartTicks);
        }
        else if (HasRow)
        {
            Device.Core.WallClock.Set(StartTicks * BatchFormat.TickMs, 0, 0);
        }
    }

    /// <summary>The device that is moved.</summary>
    public SimulatedDevice Device { get; }

    /// <summary>The device's time.</summary>
    public IClock Clock { get; }

    /// <summary>Whether there is anything to play.</summary>
    public bool HasRow { get; }

    /// <summary>The trace's time at the start of the device, in ticks since 1970.</summary>
    public long StartTicks { get; }

    /// <summary>The trace's time now, in ticks since 1970.</summary>
    public long NowTicks => StartTicks + (Clock.UptimeMs / BatchFormat.TickMs);

    /// <summary>
    /// Plays the trace to its end, or to its first bad line, or until the power goes. Returns when every event has been written to the ring.
    /// </summary>
    /// <exception cref="TraceException">A line is invalid; the lines before it have been played.</exception>
    public void Play(CancellationToken cancellation)
    {
        Device.Start();
        if (!HasRow)
        {
            return;
        }

        bool isFirst = true;
        do
        {
            TraceRow row = _rows.Current;

            // A row of the moments in which the device was off is found at its start.
            long uptimeTicks = Math.Max(0, row.Ticks - StartTicks);
            WaitFor(uptimeTicks * BatchFormat.TickMs, cancellation);
            if (_faults?.RestartTicks != null)
            {
                return;
            }

            Apply(row.Values, (int)uptimeTicks, isFirst, cancellation);
            isFirst = false;
            Device.Touch();
        }
        while (_rows.MoveNext());
    }

    /// <summary>Waits until the broker has everything; nothing lingers any more.</summary>
    public void Drain(CancellationToken cancellation)
    {
        _faults?.Calm();
        Device.Core.Publisher.Flush();
        Device.Core.Wake.Set();
        WaitUntilIdle(cancellation);
    }

    /// <summary>Waits until the device has sent its state once more, so that the reader learns about a lost tail. At infinite speed the time moves on for it.</summary>
    public void TellState(CancellationToken cancellation)
    {
        lock (Device.Gate)
        {
            _stepped?.MoveTo(_stepped.UptimeMs + _stateMs);
            Device.Core.Publisher.HurryState();
        }

        Device.Touch();
        WaitUntilAtRest(cancellation);
    }

    /// <summary>Stops the device.</summary>
    public void Dispose()
    {
        _rows.Dispose();
        Device.Dispose();
    }

    private void Apply(int[] values, int ticks, bool isFirst, CancellationToken cancellation)
    {
        if (_faults != null)
        {
            lock (Device.Gate)
            {
                TraceSensors.Apply(_trace.Columns, values, ticks, isFirst, Device);
            }

            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (_stepped != null)
            {
                WaitForRoom(cancellation);
            }

            TraceSensors.Apply(_trace.Columns[i], values[i], ticks, isFirst, Device);
        }
    }

    private void WaitFor(long uptimeMs, CancellationToken cancellation)
    {
        if (_faults != null)
        {
            WaitWithFaults(_faults, uptimeMs, cancellation);
        }
        else if (_stepped == null)
        {
            WaitForTime(uptimeMs, cancellation);
        }
        else
        {
            while (!_mayRaise())
            {
                WaitForProgress(cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            LetNothingWaitTooLong(_stepped, uptimeMs, cancellation);
            _stepped.MoveTo(uptimeMs);
        }
    }

    // At infinite speed the device does everything that is due before the time advances, so that the same script always has the same result.
    private void WaitWithFaults(IPlayedFaults faults, long uptimeMs, CancellationToken cancellation)
    {
        long nextMs;
        do
        {
            nextMs = Math.Min(uptimeMs, faults.NextUptimeMs());
            if (_stepped == null)
            {
                WaitForTime(Math.Min(nextMs, Clock.UptimeMs + (long)(MaxStepMs * _speed)), cancellation);
            }
            else
            {
                WaitUntilAtRest(cancellation);
                _stepped.MoveTo(Math.Max(_stepped.UptimeMs, nextMs));
            }

            faults.MoveTo(Clock.UptimeMs);
            Device.Touch();
            if (_stepped != null && faults.RestartTicks == null)
            {
                WaitUntilAtRest(cancellation);
            }
        }
        while (faults.RestartTicks == null && Clock.UptimeMs < uptimeMs);
    }

    private void WaitUntilAtRest(CancellationToken cancellation)
    {
        while (!IsAtRest())
        {
            WaitForProgress(cancellation);
            _faults?.MoveTo(Clock.UptimeMs);
        }
    }

    private bool IsAtRest()
    {
        lock (Device.Gate)
        {
            return _faults?.IsAtRest(Device) ?? Device.IsAtRest;
        }
    }

    private void LetNothingWaitTooLong(SteppedClock clock, long uptimeMs, CancellationToken cancellation)
    {
        if (uptimeMs - _idleAtMs <= MaxWaitMs)
        {
            return;
        }

        clock.MoveTo(Math.Min(uptimeMs, clock.UptimeMs + _lingerMs));
        Device.Core.Wake.Set();
        WaitUntilIdle(cancellation);
        _idleAtMs = clock.UptimeMs;
    }

    private void WaitForTime(long uptimeMs, CancellationToken cancellation)
    {
        double leftMs;
        while ((leftMs = (uptimeMs - Clock.UptimeMs) / _speed) > 0)
        {
            cancellation.WaitHandle.WaitOne((int)Math.Min(Math.Ceiling(leftMs), 1000));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void WaitForRoom(CancellationToken cancellation)
    {
        EventRing ring = Device.Core.Ring;
        while (ring.Count > ring.CapacityEvents - MaxEventsAReading)
        {
            WaitForProgress(cancellation);
        }
    }

    private void WaitUntilIdle(CancellationToken cancellation)
    {
        while (!Device.Core.Publisher.IsIdle)
        {
            WaitForProgress(cancellation);
        }
    }

    private void WaitForProgress(CancellationToken cancellation)
    {
        Device.Progress.WaitOne(10);
        cancellation.ThrowIfCancellationRequested();
    }
}
