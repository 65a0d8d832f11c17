using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the edges of a pin into motion events. The first edge counts; what follows within the debounce time is looked at again when that is
    /// over. Too many events in a minute become one chatter event.
    /// </summary>
    /// <remarks>
    /// Edges come from the pin thread, <see cref="Look"/> is called by the sampling thread. All times are the low 32 bits of uptimes in ticks.
    /// The usual edge goes straight through <see cref="OnEdge"/>; whatever is unusual closes that way for a while, and is decided apart.
    /// </remarks>
    public sealed class MotionSensor
    {
        /// <summary>The largest limit of events a minute.</summary>
        public const int MaxPerMinute = TimesMask;

        private const int TimesMask = 255;
        private const int MinuteTicks = 60000 / BatchFormat.TickMs;
        private const int FarTicks = 1 << 30;

        private readonly EventRing _ring;
        private readonly object _gate;
        private readonly AutoResetEvent _wake;
        private readonly Counters _counters;
        private readonly int _source;
        private readonly int _movingWord;
        private readonly int _stillWord;
        private readonly int _debounceTicks;

        // When the latest events were raised, by their count: the one that is as many events ago as a minute may have must be a minute old.
        private readonly int[] _times = new int[TimesMask + 1];
        private readonly int _most;
        private readonly int _minuteTicks;
        private int _raised;

        // Until then every edge is unusual: the sensor settles, or the pin bounces, or edges become chatter.
        private int _openTicks;
        private bool _level;
        private bool _isSettling;
        private int _settledTicks;
        private bool _mustLook;
        private int _notRaised;
        private int _foundByLooking;

        // While edges become chatter.
        private int _chatterCount;
        private int _chatterFirst;
        private int _chatterLast;
        private int _stableTicks;
        private bool _raisedLevel;

        /// <summary>A motion sensor that has not been started.</summary>
        public MotionSensor(int source, Settings settings, EventRing ring, Counters counters)
        {
            _source = source;
            _movingWord = EventWord.Pack(EventKind.Motion, source, true, 0);
            _stillWord = EventWord.Pack(EventKind.Motion, source, false, 0);
            _ring = ring;
            _gate = ring.Gate;
            _wake = ring.Wake;
            _counters = counters;
            _debounceTicks = settings.DebounceMs / BatchFormat.TickMs;
            _most = settings.MotionMaxPerMinute < MaxPerMinute ? settings.MotionMaxPerMinute : MaxPerMinute;
            _minuteTicks = _most == 0 ? 0 : MinuteTicks;
        }

        /// <summary>The pin's level, as far as edges have told: true is moving.</summary>
        public bool Level
        {
            get { return _level; }
        }

        /// <summary>How many edges the pin has told, whatever became of them.</summary>
        public int Edges
        {
            get { return unchecked(_raised + _notRaised - _foundByLooking); }
        }

        /// <summary>Whether there is something to decide later; where not, the pin need not be read for a <see cref="Look"/>.</summary>
        public bool MustLook
        {
            get { return _mustLook || _isSettling || _chatterCount != 0; }
        }

        /// <summary>Begins. The level found is not an event, nor is what happens until the sensor has settled.</summary>
        public void Start(bool level, int ticks, int settleMs)
        {
            lock (_gate)
            {
                _level = level;
                _isSettling = settleMs > 0;
                _settledTicks = unchecked(ticks + (settleMs / BatchFormat.TickMs));
                _openTicks = _settledTicks;
                for (int i = 0; i < _times.Length; i++)
                {
                    _times[i] = unchecked(ticks - MinuteTicks);
                }
            }
        }

        /// <summary>An edge: the pin thread's, and short.</summary>
        public void OnEdge(bool level, int ticks)
        {
            lock (_gate)
            {
                int raised = _raised;
                int[] times = _times;
                if (unchecked(ticks - _openTicks) < 0
                    || level == _level
                    || unchecked(ticks - times[unchecked(raised - _most) & TimesMask]) < _minuteTicks)
                {
                    OnUnusualEdge(level, ticks);
                }
                else
                {
                    times[raised & TimesMask] = ticks;
                    _raised = unchecked(raised + 1);
                    _openTicks = unchecked(ticks + _debounceTicks);
                    _level = level;
                    _mustLook = true;
                    _ring.Put(level ? _movingWord : _stillWord, ticks, 0);
                }
            }

            _wake.Set();
        }

        /// <summary>Looks at the pin again when a debounce time is over, and ends a chatter that has lasted a minute.</summary>
        /// <returns>Ticks until it wants to be called again; int.MaxValue where it need not be.</returns>
        public int Look(bool level, int ticks)
        {
            int wait;
            bool isWritten;
            lock (_gate)
            {
                int next = _ring.Next;

                // Noted here, too: after 248 days without an edge the difference would say that it has still to settle.
                bool isSettling = IsSettling(ticks);
                wait = _mustLook && !isSettling ? LookAgain(level, ticks) : int.MaxValue;
                if (_chatterCount != 0)
                {
                    int leftTicks = unchecked(_chatterFirst + MinuteTicks - ticks);
                    if (leftTicks <= 0)
                    {
                        EndChatter();
                    }
                    else if (leftTicks < wait)
                    {
                        wait = leftTicks;
                    }
                }

                isWritten = _ring.Next != next;
            }

            // Only then: the publisher, once woken, has the pins looked at again.
            if (isWritten)
            {
                _wake.Set();
            }

            return wait;
        }

        private void OnUnusualEdge(bool level, int ticks)
        {
            if (IsSettling(ticks))
            {
                _level = level;
                NotRaised(CounterId.Settling);
            }
            else if (level == _level || BounceLeft(ticks) != 0)
            {
                NotRaised(CounterId.Debounced);
            }
            else
            {
                Change(level, ticks);
            }
        }

        private int LookAgain(bool level, int ticks)
        {
            int left = BounceLeft(ticks);
            if (left != 0)
            {
                return left;
            }

            _mustLook = false;
            if (level == _level || _debounceTicks == 0)
            {
                return int.MaxValue;
            }

            _foundByLooking++;
            Change(level, ticks);
            return _debounceTicks;
        }

        private void Change(bool level, int ticks)
        {
            _mustLook = true;
            if (IsTooMany(ticks))
            {
                Chatter(level, ticks);
                return;
            }

            // Before the new level is taken over: a chatter ends at the level that it left the pin at.
            if (_chatterCount != 0)
            {
                EndChatter();
            }

            _times[_raised & TimesMask] = ticks;
            _raised = unchecked(_raised + 1);
            _openTicks = unchecked(ticks + _debounceTicks);
            _level = level;
            _ring.Put(level ? _movingWord : _stillWord, ticks, 0);
        }

        private void Chatter(bool level, int ticks)
        {
            if (_chatterCount++ == 0)
            {
                _chatterFirst = ticks;
                _raisedLevel = _level;
            }

            _chatterLast = ticks;
            _level = level;
            _stableTicks = unchecked(ticks + _debounceTicks);
            _openTicks = unchecked(ticks + FarTicks);
            NotRaised(CounterId.Chattered);
        }

        private void EndChatter()
        {
            int lasted = unchecked(_chatterLast - _chatterFirst);
            int detail = lasted > EventWord.MaxDetail ? EventWord.MaxDetail : lasted;
            _ring.Put(EventWord.Pack(EventKind.Chatter, _source, false, detail), _chatterLast, _chatterCount);
            _chatterCount = 0;
            _openTicks = _stableTicks;

            // Whoever follows the motion events must end at the level that the pin ended at.
            if (_level != _raisedLevel)
            {
                _ring.Put(_level ? _movingWord : _stillWord, _chatterLast, 0);
            }
        }

        private void NotRaised(int counter)
        {
            _counters.Add(counter);
            _notRaised = unchecked(_notRaised + 1);
        }

        private bool IsSettling(int ticks)
        {
            _isSettling = _isSettling && unchecked(ticks - _settledTicks) < 0;
            return _isSettling;
        }

        // Never more than the debounce time: after 248 quiet days a difference may be anything.
        private int BounceLeft(int ticks)
        {
            int left = unchecked((_chatterCount != 0 ? _stableTicks : _openTicks) - ticks);
            return left > 0 && left <= _debounceTicks ? left : 0;
        }

        private bool IsTooMany(int ticks)
        {
            int ago = unchecked(ticks - _times[unchecked(_raised - _most) & TimesMask]);
            return ago < _minuteTicks && ago > -_minuteTicks;
        }
    }
}
