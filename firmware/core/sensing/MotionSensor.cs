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

        // The times of the latest events, by their count. The event that is as many events ago as a minute may have must be at least a minute old.
        private readonly int[] _times = new int[TimesMask + 1];
        private readonly int _most;
        private readonly int _minuteTicks;
        private int _raised;

        // The sensor settles, or may not stay still, or edges become chatter, or the pin differs from the last edge.
        private bool _isUnusual;

        // The level that was raised last or, during chatter, would have been raised.
        private bool _level;
        private bool _isSettling;
        private int _settledTicks;
        private int _notRaised;

        // Still, and not yet for long enough.
        private bool _isEnding;
        private int _endedTicks;

        // The pin differs from the last edge: an edge is late, or lost.
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

        /// <summary>The sensor's value: true is moving, even while the pin is still and that does not count yet.</summary>
        public bool Level
        {
            get { return _level; }
        }

        /// <summary>How many edges the pin has reported, raised or not.</summary>
        public int Edges
        {
            get { return unchecked(_raised + _notRaised - _foundByLooking + (_isEnding ? 1 : 0)); }
        }

        /// <summary>Whether a decision is due soon.</summary>
        public bool MustLook
        {
            get { return _isUnusual; }
        }

        /// <summary>Begins. Neither the first level nor an edge before the sensor has settled is an event.</summary>
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

        /// <summary>Handles an edge. It runs on the interrupt thread and must be short.</summary>
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

        /// <summary> Checks the pin: raises the end of motion, ends a chatter that has lasted a minute, and finds changes without an edge. </summary>
        /// <returns>Ticks until the next call is due; int.MaxValue if none is.</returns>
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
                // An edge came meanwhile, so the level and the time are outdated.
                int next = _ring.Next;
                wait = Edges == edges ? Decide(level, ticks) : AgainTicks;
                _isUnusual = _isSettling || _isEnding || _differs || _chatterCount != 0;
                isWritten = _ring.Next != next;
            }

            // Wakes the publisher only now, because the publisher makes the sampling thread read the pins again.
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
                    // It bounced, or the sensor dropped out: neither of the two edges counts.
                    _isEnding = false;
                    NotRaised(CounterId.Debounced);
                    NotRaised(CounterId.Debounced);
                    return;
                }

                // The pin was not checked in time.
                End();
            }

            if (_level)
            {
                // The edge in between is lost, and it is unknown how long the pin was still.
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

                // There was motion, and the edge of its beginning is lost.
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

        // A change that was found by reading the pin may still arrive late as an edge.
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
                // It moves again, and it is unknown whether it was still for long enough.
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

            // Before the new level is taken over, because a chatter ends at the pin's last level.
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

            // After the chatter, a reader of motion events must know the pin's last level.
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

        // Remembered, because after 248 days without an edge the wrapped difference would say that the sensor still settles.
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
