using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the edges of a pin into motion events. Motion begins with its first edge, at once; it has ended when the pin has been still for the hold time, and that is
    /// raised with the time at which it became still. Too many events in a minute become one chatter event. Edges that no interrupt told are found by looking.
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

        // An edge that is late is not lost: interrupts wait in a queue while something else holds the interpreter up.
        private const int LateTicks = 1000 / BatchFormat.TickMs;

        private const int AgainTicks = 1;

        private readonly EventRing _ring;
        private readonly object _gate;
        private readonly AutoResetEvent _wake;
        private readonly Counters _counters;
        private readonly int _source;
        private readonly int _movingWord;
        private readonly int _stillWord;
        private readonly int _holdTicks;

        // When the latest events were raised, by their count: the one that is as many events ago as a minute may have must be a minute old.
        private readonly int[] _times = new int[TimesMask + 1];
        private readonly int _most;
        private readonly int _minuteTicks;
        private int _raised;

        // The sensor settles, or is still and may not stay so, or edges become chatter, or the pin is not as edges have told.
        private bool _isUnusual;

        // What was raised last, or, while edges become chatter, would have been.
        private bool _level;
        private bool _isSettling;
        private int _settledTicks;
        private int _notRaised;

        // Still, and not yet for long enough.
        private bool _isEnding;
        private int _endedTicks;

        // The pin is not as edges have told: one of them is late, or lost.
        private bool _differs;
        private int _differsTicks;
        private int _foundByLooking;
        private int _foundTicks;

        // While edges become chatter.
        private int _chatterCount;
        private int _chatterFirst;
        private int _chatterLast;
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
            _holdTicks = (settings.HoldMs > settings.DebounceMs ? settings.HoldMs : settings.DebounceMs) / BatchFormat.TickMs;
            _most = settings.MotionMaxPerMinute < MaxPerMinute ? settings.MotionMaxPerMinute : MaxPerMinute;
            _minuteTicks = _most == 0 ? 0 : MinuteTicks;
        }

        /// <summary>What the sensor shows: true is moving, also while it is still and that does not count yet.</summary>
        public bool Level
        {
            get { return _level; }
        }

        /// <summary>How many edges the pin has told, whatever became of them.</summary>
        public int Edges
        {
            get { return unchecked(_raised + _notRaised - _foundByLooking + (_isEnding ? 1 : 0)); }
        }

        /// <summary>Whether there is something to decide soon.</summary>
        public bool MustLook
        {
            get { return _isUnusual; }
        }

        /// <summary>Begins. The level found is not an event, nor is what happens until the sensor has settled.</summary>
        public void Start(bool level, int ticks, int settleMs)
        {
            lock (_gate)
            {
                _level = level;
                _foundTicks = ticks;
                _isSettling = settleMs > 0;
                _isUnusual = _isSettling;
                _settledTicks = unchecked(ticks + (settleMs / BatchFormat.TickMs));
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
                if (_isUnusual
                    || level == _level
                    || unchecked(ticks - times[unchecked(raised - _most) & TimesMask]) < _minuteTicks)
                {
                    OnUnusualEdge(level, ticks);
                }
                else if (level || _holdTicks == 0)
                {
                    times[raised & TimesMask] = ticks;
                    _raised = unchecked(raised + 1);
                    _level = level;
                    _ring.Put(level ? _movingWord : _stillWord, ticks, 0);
                }
                else
                {
                    _isEnding = true;
                    _isUnusual = true;
                    _endedTicks = ticks;
                }
            }

            _wake.Set();
        }

        /// <summary>Looks at the pin: raises that motion has ended when it has, ends a chatter that has lasted a minute, and finds what no edge has told.</summary>
        /// <returns>Ticks until it wants to be called again; int.MaxValue where it need not be.</returns>
        public int Look(IMotionPin pin, IClock clock)
        {
            int edges;
            lock (_gate)
            {
                edges = Edges;
            }

            bool level = pin.Read();
            int ticks = (int)(clock.UptimeMs / BatchFormat.TickMs);
            int wait;
            bool isWritten;
            lock (_gate)
            {
                // An edge that came meanwhile has made the level and the time old.
                int next = _ring.Next;
                wait = Edges == edges ? Decide(level, ticks) : AgainTicks;
                _isUnusual = _isSettling || _isEnding || _differs || _chatterCount != 0;
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
            _differs = false;
            if (IsSettling(ticks))
            {
                _level = level;
                NotRaised(CounterId.Settling);
            }
            else if (level)
            {
                Rise(ticks);
            }
            else
            {
                Fall(ticks);
            }

            _isUnusual = _isSettling || _isEnding || _chatterCount != 0;
        }

        private void Rise(int ticks)
        {
            if (_isEnding)
            {
                if (unchecked(ticks - _endedTicks) < _holdTicks)
                {
                    // It bounced, or the sensor dropped out: neither of the two edges is one.
                    _isEnding = false;
                    NotRaised(CounterId.Debounced);
                    NotRaised(CounterId.Debounced);
                    return;
                }

                // Nobody has looked in time.
                End();
            }

            if (_level)
            {
                // The edge in between is lost; how long it was still nobody knows.
                OnSameLevel(ticks);
            }
            else
            {
                Change(true, ticks);
            }
        }

        private void Fall(int ticks)
        {
            if (_isEnding)
            {
                OnSameLevel(ticks);
                _endedTicks = unchecked(ticks - _endedTicks) > 0 ? ticks : _endedTicks;
                return;
            }

            if (!_level)
            {
                if (IsOld(ticks))
                {
                    NotRaised(CounterId.Debounced);
                    return;
                }

                // Somebody was there, and the edge that told of the beginning is lost.
                _counters.Add(CounterId.MissedEdges);
                _foundByLooking++;
                Change(true, ticks);
            }

            BeginEnd(ticks);
        }

        private void OnSameLevel(int ticks)
        {
            NotRaised(CounterId.Debounced);
            if (!IsOld(ticks))
            {
                _counters.Add(CounterId.MissedEdges);
            }
        }

        // What was found by looking comes once more, late, as an edge.
        private bool IsOld(int ticks)
        {
            return unchecked(ticks - _foundTicks) <= 0;
        }

        private void BeginEnd(int ticks)
        {
            _isEnding = true;
            _endedTicks = ticks;
            if (_holdTicks == 0)
            {
                End();
            }
        }

        private void End()
        {
            _isEnding = false;
            Change(false, _endedTicks);
        }

        private int Decide(bool level, int ticks)
        {
            if (_isSettling)
            {
                _level = level;
                _foundTicks = ticks;
                if (IsSettling(ticks))
                {
                    return unchecked(_settledTicks - ticks);
                }
            }

            int wait = level != (_level && !_isEnding) ? WaitForEdge(level, ticks) : WaitForEnd(ticks);
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

            return wait;
        }

        private int WaitForEnd(int ticks)
        {
            _differs = false;
            if (!_isEnding)
            {
                return int.MaxValue;
            }

            int left = unchecked(_endedTicks + _holdTicks - ticks);
            if (left > 0)
            {
                return left;
            }

            End();
            return int.MaxValue;
        }

        private int WaitForEdge(bool level, int ticks)
        {
            if (!_differs)
            {
                _differs = true;
                _differsTicks = ticks;
            }

            int left = unchecked(_differsTicks + LateTicks - ticks);
            if (left > 0)
            {
                return left;
            }

            _differs = false;
            _foundTicks = ticks;
            _counters.Add(CounterId.MissedEdges);
            if (_isEnding)
            {
                // It moves again, and nobody can say that it was still for long enough.
                _isEnding = false;
                NotRaised(CounterId.Debounced);
                return int.MaxValue;
            }

            _foundByLooking++;
            if (level)
            {
                Change(true, _differsTicks);
                return int.MaxValue;
            }

            BeginEnd(_differsTicks);
            return WaitForEnd(ticks);
        }

        private void Change(bool level, int ticks)
        {
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
            NotRaised(CounterId.Chattered);
        }

        private void EndChatter()
        {
            int lasted = unchecked(_chatterLast - _chatterFirst);
            int detail = lasted > EventWord.MaxDetail ? EventWord.MaxDetail : lasted;
            _ring.Put(EventWord.Pack(EventKind.Chatter, _source, false, detail), _chatterLast, _chatterCount);
            _chatterCount = 0;

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

        // Noted: after 248 days without an edge the difference would say that it has still to settle.
        private bool IsSettling(int ticks)
        {
            _isSettling = _isSettling && unchecked(ticks - _settledTicks) < 0;
            return _isSettling;
        }

        private bool IsTooMany(int ticks)
        {
            int ago = unchecked(ticks - _times[unchecked(_raised - _most) & TimesMask]);
            return ago < _minuteTicks && ago > -_minuteTicks;
        }
    }
}
