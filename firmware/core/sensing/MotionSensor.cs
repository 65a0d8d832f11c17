using System.Runtime.CompilerServices;
using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the edges of a pin into motion events, or events of another state. Motion begins with its first edge, at once. It ends when the pin has been still for the hold
    /// time; that event has the time at which the pin became still. Too many events in a minute become one chatter event. Edges without an interrupt
    /// are found by reading the pin.
    /// </summary>
    /// <remarks>
    /// Edges come from the pin thread, <see cref="Look"/> is called by the sampling thread. All times are the low 32 bits of uptimes in ticks. The
    /// usual edge takes a short way: one comparison says that nothing is to be decided, and the sampling thread counts it later among the events of a
    /// minute. Only a few edges may take that way before they are counted. Every other edge takes a longer way.
    /// </remarks>
    public sealed class MotionSensor
    {
        /// <summary>The largest limit of events a minute.</summary>
        public const int MaxPerMinute = MotionChanges.MaxPerMinute;

        /// <summary>So many edges may take the short way within <see cref="UsualWindowTicks"/>.</summary>
        public const int MaxUsual = 8;

        private const int UsualWindowTicks = 1000 / BatchFormat.TickMs;

        // No event has these words: no edge may take the short way, or none that ends motion.
        private const int Closed = -1;
        private const int NeverUsual = 0;

        /// <summary>The state that the pin tells: motion, or one of your own.</summary>
        public readonly EventKind Kind;

        private readonly EventRing _ring;

        // The ring's; one step less on the way of an edge.
        private readonly AutoResetEvent _wake;
        private readonly MotionChanges _changes;
        private readonly MotionEdges _edges;
        private readonly bool _isHeld;
        private readonly int _movingWord;
        private readonly int _usualStillWord;

        // The short way: the event that the next usual edge raises, how many more may follow, and the times of those that are not counted yet, from
        // the end.
        private readonly int[] _usualTicks = new int[MaxUsual + 1];
        private int _usual = Closed;
        private int _left;
        private int _granted;
        private int _grantedTo;
        private int _grantedTicks;

        /// <summary>A motion sensor that has not been started.</summary>
        /// <param name="source">Its number.</param>
        /// <param name="settings">The settings.</param>
        /// <param name="ring">Where its events go.</param>
        /// <param name="counters">The counters.</param>
        /// <param name="budget">What the board's pins share; null for a pin that is alone.</param>
        public MotionSensor(int source, Settings settings, EventRing ring, Counters counters, EdgeBudget budget = null)
            : this(EventKind.Motion, source, settings.HoldMs > settings.DebounceMs ? settings.HoldMs : settings.DebounceMs, settings.MotionMaxPerMinute, ring, counters, budget)
        {
        }

        /// <summary>A sensor of another state that a pin tells. It has not been started.</summary>
        /// <param name="kind">The state.</param>
        /// <param name="source">Its source.</param>
        /// <param name="holdMs">How long the pin must be low until the state is off.</param>
        /// <param name="maxPerMinute">More events in a minute become chatter; 0 is no limit.</param>
        /// <param name="ring">Where its events go.</param>
        /// <param name="counters">The counters.</param>
        /// <param name="budget">What the board's pins share; null for a pin that is alone.</param>
        public MotionSensor(EventKind kind, int source, int holdMs, int maxPerMinute, EventRing ring, Counters counters, EdgeBudget budget)
        {
            Kind = kind;
            _ring = ring;
            _wake = ring.Wake;
            _isHeld = holdMs >= BatchFormat.TickMs;
            _changes = new MotionChanges(kind, source, maxPerMinute, ring, counters);
            _edges = new MotionEdges(_changes, holdMs / BatchFormat.TickMs, budget ?? new EdgeBudget());
            _movingWord = _changes.MovingWord;
            _usualStillWord = _isHeld ? NeverUsual : _changes.StillWord;
        }

        /// <summary>The sensor's value: true is moving, even while the pin is still and that does not count yet.</summary>
        public bool Level
        {
            get
            {
                int usual = _usual;
                return usual == Closed ? _changes.Level : usual != _movingWord;
            }
        }

        /// <summary>Whether it has not settled yet. No event tells the level that it has then.</summary>
        public bool MustSettle
        {
            get { return _edges.MustSettle; }
        }

        /// <summary>How many edges the pin has reported, raised or not.</summary>
        public int Edges
        {
            [MethodImpl(MethodImplOptions.Synchronized)]
            get { return unchecked(_changes.Raised + _granted - _left + _changes.NotRaisedEdges + (_edges.IsEnding ? 1 : 0)); }
        }

        /// <summary>Whether something is to be decided.</summary>
        public bool MustLook
        {
            get { return _edges.IsUndecided; }
        }

        /// <summary>Whether <see cref="LookIfDue"/> has something to do, now or later; after most edges it has not. For the publishing thread.</summary>
        public bool WantsLook
        {
            get { return _usual == Closed || _left < MaxUsual / 2; }
        }

        /// <summary>Whether the pin oscillates and is not listened to for a while.</summary>
        public bool IsOff
        {
            get { return _edges.IsOff; }
        }

        /// <summary>Begins with the level of a pin, which is switched off when it oscillates.</summary>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public void StartOn(IMotionPin pin, IClock clock, int settleMs)
        {
            int ticks = (int)(clock.UptimeMs / BatchFormat.TickMs);
            _edges.Attach(pin);
            Start(pin.Read(), ticks, settleMs);
        }

        /// <summary>Begins. Neither the first level nor an edge before the sensor has settled is an event.</summary>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public void Start(bool level, int ticks, int settleMs)
        {
            Close();
            _changes.Start(level, ticks);
            _edges.Start(ticks, settleMs);
            Grant(ticks);
            Open(ticks);
        }

        /// <summary>Handles an edge. It runs on the interrupt thread and must be short.</summary>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public void OnEdge(bool level, int ticks)
        {
            int word = level ? _movingWord : _usualStillWord;
            int left = _left;
            if (_usual == word && left != 0)
            {
                _usualTicks[left] = ticks;
                _left = left - 1;
                _usual = word ^ EventWord.FlagBit;
                _ring.PutMotion(word, ticks);
                _wake.Set();
            }
            else
            {
                OnUnusualEdge(level, ticks);
            }
        }

        /// <summary>Reads the pin: raises the end of motion, ends a chatter that has lasted a minute, and finds changes without an edge.</summary>
        /// <returns>Ticks until the next call is due; int.MaxValue if none is.</returns>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public int Look(IMotionPin pin, IClock clock)
        {
            // Under the lock, so that no edge is handled meanwhile. The time first: a pin that changes after it was read has a later edge.
            int ticks = (int)(clock.UptimeMs / BatchFormat.TickMs);
            bool mustSettle = _edges.MustSettle;
            Close();
            int wait = _edges.Decide(pin.Read(), ticks);
            Open(ticks);
            if (_edges.MustSettle != mustSettle)
            {
                // The state tells it, and no event.
                _wake.Set();
            }

            return wait;
        }

        /// <summary>Reads the pin if a decision is due, and counts the edges that have taken the short way.</summary>
        /// <returns>Ticks until the next call is due; int.MaxValue if none is.</returns>
        public int LookIfDue(IMotionPin pin, IClock clock)
        {
            if (MustLook)
            {
                int wait = TicksUntilDue(clock);
                return wait > 0 ? wait : Look(pin, clock);
            }

            if (_left < MaxUsual / 2)
            {
                CountUsual((int)(clock.UptimeMs / BatchFormat.TickMs));
            }

            return int.MaxValue;
        }

        [MethodImpl(MethodImplOptions.Synchronized)]
        private int TicksUntilDue(IClock clock)
        {
            return _edges.TicksUntilDue((int)(clock.UptimeMs / BatchFormat.TickMs));
        }

        [MethodImpl(MethodImplOptions.Synchronized)]
        private void CountUsual(int ticks)
        {
            Close();
            Open(ticks);
        }

        private void OnUnusualEdge(bool level, int ticks)
        {
            if (!level && _isHeld && _usual == _changes.StillWord)
            {
                // Motion ends as usual, but not yet.
                _usual = Closed;
                _changes.Level = true;
                _edges.BeginHold(ticks);
            }
            else
            {
                // Closed first: switching off a pin may run out of memory.
                Close();
                _edges.OnEdge(level, ticks);
                Open(ticks);
            }

            // The publisher makes the sampling thread look.
            _wake.Set();
        }

        // Counts the edges that took the short way; until it is opened none may take it.
        private void Close()
        {
            if (_granted != _left)
            {
                _changes.Note(_usualTicks, _granted, _left);
                _granted = _left;
            }

            if (_usual != Closed)
            {
                _changes.Level = _usual != _movingWord;
                _usual = Closed;
            }
        }

        private void Open(int ticks)
        {
            int left = unchecked(_grantedTo - _changes.Raised);
            if (left < MaxUsual / 2 && unchecked((uint)(ticks - _grantedTicks)) >= UsualWindowTicks)
            {
                Grant(ticks);
            }
            else
            {
                _granted = left > 0 ? left : 0;
                _left = _granted;
            }

            if (!_edges.IsUndecided)
            {
                _usual = _changes.Level ? _changes.StillWord : _movingWord;
            }
        }

        private void Grant(int ticks)
        {
            _granted = _changes.Allowance(ticks, MaxUsual);
            _left = _granted;
            _grantedTo = unchecked(_changes.Raised + _granted);
            _grantedTicks = ticks;
        }
    }
}
