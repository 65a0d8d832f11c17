using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the edges of a pin into motion events. Motion begins with its first edge, at once. It ends when the pin has been still for the hold
    /// time; that event has the time at which the pin became still. Too many events in a minute become one chatter event. Edges without an interrupt
    /// are found by reading the pin.
    /// </summary>
    /// <remarks>
    /// Edges come from the pin thread, <see cref="Look"/> is called by the sampling thread. All times are the low 32 bits of uptimes in ticks. The
    /// usual edge takes the short way through <see cref="OnEdge"/>. Unusual edges close that way for a while, and take a longer way.
    /// </remarks>
    public sealed class MotionSensor
    {
        /// <summary>The largest limit of events a minute.</summary>
        public const int MaxPerMinute = MotionChanges.MaxPerMinute;

        private readonly EventRing _ring;
        private readonly object _gate;
        private readonly AutoResetEvent _wake;
        private readonly MotionChanges _changes;
        private readonly MotionEdges _edges;
        private readonly int _holdTicks;

        // Something is to be decided: the usual way is closed.
        private bool _isUnusual;

        /// <summary>A motion sensor that has not been started.</summary>
        public MotionSensor(int source, Settings settings, EventRing ring, Counters counters)
        {
            _ring = ring;
            _gate = ring.Gate;
            _wake = ring.Wake;
            _holdTicks = (settings.HoldMs > settings.DebounceMs ? settings.HoldMs : settings.DebounceMs) / BatchFormat.TickMs;
            _changes = new MotionChanges(source, settings, ring, counters);
            _edges = new MotionEdges(_changes, _holdTicks);
        }

        /// <summary>The sensor's value: true is moving, even while the pin is still and that does not count yet.</summary>
        public bool Level
        {
            get { return _changes.Level; }
        }

        /// <summary>How many edges the pin has reported, raised or not.</summary>
        public int Edges
        {
            get { return unchecked(_changes.Raised + _changes.NotRaisedEdges + (_edges.IsEnding ? 1 : 0)); }
        }

        /// <summary>Whether a decision is due soon.</summary>
        public bool MustLook
        {
            get { return _isUnusual; }
        }

        /// <summary>Whether the pin oscillates and is not listened to for a while.</summary>
        public bool IsOff
        {
            get { return _edges.IsOff; }
        }

        /// <summary>Begins with the level of a pin, which is switched off when it oscillates.</summary>
        public void StartOn(IMotionPin pin, IClock clock, int settleMs)
        {
            lock (_gate)
            {
                int ticks = (int)(clock.UptimeMs / BatchFormat.TickMs);
                _edges.Attach(pin);
                Start(pin.Read(), ticks, settleMs);
            }
        }

        /// <summary>Begins. Neither the first level nor an edge before the sensor has settled is an event.</summary>
        public void Start(bool level, int ticks, int settleMs)
        {
            lock (_gate)
            {
                _changes.Start(level, ticks);
                _edges.Start(ticks, settleMs);
                _isUnusual = _edges.IsUndecided;
            }
        }

        /// <summary>Handles an edge. It runs on the interrupt thread and must be short.</summary>
        public void OnEdge(bool level, int ticks)
        {
            lock (_gate)
            {
                MotionChanges changes = _changes;
                int raised = changes.Raised;
                int[] times = changes.Times;
                if (_isUnusual
                    || level == changes.Level
                    || unchecked(ticks - times[unchecked(raised - changes.UsualEvents) & MotionChanges.TimesMask]) < changes.UsualTicks)
                {
                    // Closed first: switching off a pin may run out of memory.
                    _isUnusual = true;
                    _edges.OnEdge(level, ticks);
                    _isUnusual = _edges.IsUndecided;
                }
                else if (level || _holdTicks == 0)
                {
                    times[raised & MotionChanges.TimesMask] = ticks;
                    changes.Raised = unchecked(raised + 1);
                    changes.Level = level;
                    _ring.Put(level ? changes.MovingWord : changes.StillWord, ticks, 0);
                }
                else
                {
                    _isUnusual = true;
                    _edges.BeginHold(ticks);
                }
            }

            _wake.Set();
        }

        /// <summary>Checks the pin: raises the end of motion, ends a chatter that has lasted a minute, and finds changes without an edge.</summary>
        /// <returns>Ticks until the next call is due; int.MaxValue if none is.</returns>
        public int Look(IMotionPin pin, IClock clock)
        {
            int wait;
            bool isWritten;
            lock (_gate)
            {
                // Under the lock, so that no edge is handled meanwhile. The time first: a pin that changes after it was read has a later edge.
                int ticks = (int)(clock.UptimeMs / BatchFormat.TickMs);
                int next = _ring.Next;
                wait = _edges.Decide(pin.Read(), ticks);
                _isUnusual = _edges.IsUndecided;
                isWritten = _ring.Next != next;
            }

            // Wakes the publisher only now, because the publisher makes the sampling thread read the pins again.
            if (isWritten)
            {
                _wake.Set();
            }

            return wait;
        }
    }
}
