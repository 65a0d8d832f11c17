using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the edges of a pin into motion events. The first edge counts; what follows within the debounce time is looked at again when that is
    /// over. Too many events in a minute become one chatter event.
    /// </summary>
    /// <remarks>Edges come from the pin thread, <see cref="Look"/> is called by the sampling thread. All times are the low 32 bits of uptimes in ticks.</remarks>
    public sealed class MotionSensor
    {
        private const int MinuteTicks = 60000 / BatchFormat.TickMs;

        private readonly object _lock = new object();
        private readonly EventRing _ring;
        private readonly Counters _counters;
        private readonly int _source;
        private readonly int _debounceTicks;

        // The times of the latest events, as many as a minute may have; the one that the next event will replace is the oldest.
        private readonly int[] _latest;
        private int _latestAt;
        private int _latestCount;

        private bool _level;
        private bool _raisedLevel;
        private bool _isSettling;
        private int _settledTicks;
        private bool _isBouncing;
        private int _stableTicks;
        private int _chatterCount;
        private int _chatterFirst;
        private int _chatterLast;

        /// <summary>A motion sensor that has not been started.</summary>
        public MotionSensor(int source, Settings settings, EventRing ring, Counters counters)
        {
            _source = source;
            _ring = ring;
            _counters = counters;
            _debounceTicks = settings.DebounceMs / BatchFormat.TickMs;
            _latest = new int[settings.MotionMaxPerMinute];
        }

        /// <summary>The pin's level, as far as edges have told: true is moving.</summary>
        public bool Level
        {
            get { return _level; }
        }

        /// <summary>Begins. The level found is not an event, nor is what happens until the sensor has settled.</summary>
        public void Start(bool level, int ticks, int settleMs)
        {
            lock (_lock)
            {
                _level = level;
                _raisedLevel = level;
                _isSettling = settleMs > 0;
                _settledTicks = unchecked(ticks + (settleMs / BatchFormat.TickMs));
            }
        }

        /// <summary>An edge: the pin thread's, and short.</summary>
        public void OnEdge(bool level, int ticks)
        {
            lock (_lock)
            {
                _counters.Add(CounterId.Edges);
                if (_isSettling && unchecked(ticks - _settledTicks) < 0)
                {
                    _counters.Add(CounterId.Settling);
                    _level = level;
                    _raisedLevel = level;
                    return;
                }

                _isSettling = false;
                if (level == _level || (_isBouncing && unchecked(ticks - _stableTicks) < 0))
                {
                    _counters.Add(CounterId.Debounced);
                    return;
                }

                Change(level, ticks);
            }
        }

        /// <summary>Looks at the pin again when a debounce time is over, and ends a chatter that has gone quiet or lasted a minute.</summary>
        /// <returns>Ticks until it wants to be called again; int.MaxValue where it need not be.</returns>
        public int Look(bool level, int ticks)
        {
            lock (_lock)
            {
                // Noted here, too: after 248 days without an edge the difference would say that it has still to settle.
                if (_isSettling && unchecked(ticks - _settledTicks) >= 0)
                {
                    _isSettling = false;
                }

                if (_isBouncing && unchecked(ticks - _stableTicks) >= 0)
                {
                    _isBouncing = false;
                    if (level != _level)
                    {
                        Change(level, ticks);
                    }
                }

                if (_chatterCount != 0 && unchecked(ticks - _chatterFirst) >= MinuteTicks)
                {
                    EndChatter();
                }

                return TicksToLook(ticks);
            }
        }

        private void Change(bool level, int ticks)
        {
            if (_debounceTicks != 0)
            {
                _isBouncing = true;
                _stableTicks = unchecked(ticks + _debounceTicks);
            }

            if (_latest.Length != 0 && !MayRaise(ticks))
            {
                _level = level;
                Chatter(ticks);
                return;
            }

            // Before the new level is taken over: a chatter ends at the level that it left the pin at.
            if (_chatterCount != 0)
            {
                EndChatter();
            }

            _level = level;
            Raise(level, ticks);
        }

        // A sliding minute: an event may be raised when the one that is as many events ago as a minute may have is older than that.
        private bool MayRaise(int ticks)
        {
            int at = _latestAt;
            if (_latestCount == _latest.Length)
            {
                // Both ways: after 248 quiet days the difference is negative.
                int ago = unchecked(ticks - _latest[at]);
                if (ago < MinuteTicks && ago > -MinuteTicks)
                {
                    return false;
                }
            }
            else
            {
                _latestCount++;
            }

            _latest[at] = ticks;
            _latestAt = ++at == _latest.Length ? 0 : at;
            return true;
        }

        private void Chatter(int ticks)
        {
            _counters.Add(CounterId.Chattered);
            if (_chatterCount++ == 0)
            {
                _chatterFirst = ticks;
            }

            _chatterLast = ticks;
        }

        private void EndChatter()
        {
            int lasted = unchecked(_chatterLast - _chatterFirst);
            int detail = lasted > EventWord.MaxDetail ? EventWord.MaxDetail : lasted;
            _ring.Write(EventWord.Pack(EventKind.Chatter, _source, false, detail), _chatterLast, _chatterCount);
            _chatterCount = 0;

            // Whoever follows the motion events must end at the level that the pin ended at.
            if (_level != _raisedLevel)
            {
                Raise(_level, _chatterLast);
            }
        }

        private void Raise(bool level, int ticks)
        {
            _raisedLevel = level;
            _ring.Write(EventWord.Pack(EventKind.Motion, _source, level, 0), ticks, 0);
        }

        private int TicksToLook(int ticks)
        {
            int wait = int.MaxValue;
            if (_isBouncing)
            {
                wait = unchecked(_stableTicks - ticks);
            }

            if (_chatterCount != 0)
            {
                int chatterWait = unchecked(_chatterFirst + MinuteTicks - ticks);
                wait = chatterWait < wait ? chatterWait : wait;
            }

            return wait;
        }
    }
}
