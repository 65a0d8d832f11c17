using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides what the unusual edges of a motion sensor mean: while it settles, while the pin is still and that does not count yet, and where an edge is
    /// late or lost.
    /// </summary>
    /// <remarks>The motion sensor calls it under the ring's lock. All times are the low 32 bits of uptimes in ticks.</remarks>
    public sealed class MotionEdges
    {
        // An edge that is late is not lost: interrupts wait in a queue while something else holds the interpreter up.
        private const int LateTicks = 1000 / BatchFormat.TickMs;

        private readonly MotionChanges _changes;
        private readonly int _holdTicks;
        private readonly Oscillation _oscillation = new Oscillation();

        /// <summary>Whether the pin is still, and that does not count yet.</summary>
        public bool IsEnding;

        private bool _isSettling;
        private int _settledTicks;

        // When it became still.
        private int _endedTicks;

        // The pin differs from the last edge: an edge is late, or lost.
        private bool _differs;
        private int _differsTicks;
        private int _foundTicks;

        /// <summary>Nothing has been decided.</summary>
        /// <param name="changes">Raises what is decided.</param>
        /// <param name="holdTicks">How long the pin must be still before motion has ended.</param>
        public MotionEdges(MotionChanges changes, int holdTicks)
        {
            _changes = changes;
            _holdTicks = holdTicks;
        }

        /// <summary>Whether something is to be decided.</summary>
        public bool IsUndecided
        {
            get { return _isSettling || IsEnding || _differs || IsOff || _changes.ChatterCount != 0; }
        }

        /// <summary>Whether the pin is switched off.</summary>
        public bool IsOff
        {
            get { return _oscillation.IsOff; }
        }

        /// <summary>The pin of the sensor, which has been switched on.</summary>
        public void Attach(IMotionPin pin)
        {
            _oscillation.Attach(pin);
        }

        /// <summary>Begins. Neither the first level nor an edge before the sensor has settled is an event.</summary>
        public void Start(int ticks, int settleMs)
        {
            _foundTicks = ticks;
            _isSettling = settleMs > 0;
            _settledTicks = unchecked(ticks + (settleMs / BatchFormat.TickMs));
        }

        /// <summary>The pin has become still.</summary>
        public void BeginHold(int ticks)
        {
            IsEnding = true;
            _endedTicks = ticks;
        }

        /// <summary>Handles an edge.</summary>
        public void OnEdge(bool level, int ticks)
        {
            _differs = false;
            if (_oscillation.IsTooFast(ticks))
            {
                SwitchOff(level, ticks);
            }
            else if (IsSettling(ticks))
            {
                Settle(level);
            }
            else if (level)
            {
                Rise(ticks);
            }
            else
            {
                Fall(ticks);
            }
        }

        private void Settle(bool level)
        {
            _changes.Level = level;
            _changes.NotRaised(CounterId.Settling);
        }

        // Edges that were waiting come even after the pin has been switched off.
        private void SwitchOff(bool level, int ticks)
        {
            if (IsEnding)
            {
                IsEnding = false;
                _changes.NotRaised(CounterId.Debounced);
            }

            if (IsSettling(ticks))
            {
                Settle(level);
            }
            else
            {
                _changes.Chatter(level, ticks);
            }

            _oscillation.StopListening();
        }

        private void Rise(int ticks)
        {
            if (IsEnding)
            {
                if (unchecked(ticks - _endedTicks) < _holdTicks)
                {
                    // It bounced, or the sensor dropped out: neither of the two edges counts.
                    IsEnding = false;
                    _changes.NotRaised(CounterId.Debounced);
                    _changes.NotRaised(CounterId.Debounced);
                    return;
                }

                // The pin was not checked in time.
                End();
            }

            if (_changes.Level)
            {
                // The edge in between is lost, and it is unknown how long the pin was still.
                OnSameLevel(ticks);
            }
            else
            {
                _changes.Change(true, ticks);
            }
        }

        private void Fall(int ticks)
        {
            if (IsEnding)
            {
                OnSameLevel(ticks);
                _endedTicks = unchecked(ticks - _endedTicks) > 0 ? ticks : _endedTicks;
                return;
            }

            if (!_changes.Level)
            {
                if (IsOld(ticks))
                {
                    _changes.NotRaised(CounterId.Debounced);
                    return;
                }

                // There was motion, and the edge of its beginning is lost.
                _changes.Found();
                _changes.Change(true, ticks);
            }

            BeginEnd(ticks);
        }

        private void OnSameLevel(int ticks)
        {
            _changes.NotRaised(CounterId.Debounced);
            if (!IsOld(ticks))
            {
                _changes.Missed();
            }
        }

        // A change that was found by reading the pin may still arrive late as an edge.
        private bool IsOld(int ticks)
        {
            return unchecked(ticks - _foundTicks) <= 0;
        }

        private void BeginEnd(int ticks)
        {
            IsEnding = true;
            _endedTicks = ticks;
            if (_holdTicks == 0)
            {
                End();
            }
        }

        private void End()
        {
            IsEnding = false;
            _changes.Change(false, _endedTicks);
        }

        /// <summary>Takes the level of the pin.</summary>
        /// <returns>Ticks until the next call is due; int.MaxValue if none is.</returns>
        public int Decide(bool level, int ticks)
        {
            int offTicks = _oscillation.StepOff(ticks);
            if (offTicks > 0)
            {
                return WaitForChatter(offTicks, ticks);
            }

            if (_isSettling)
            {
                _changes.Level = level;
                _foundTicks = ticks;
                if (IsSettling(ticks))
                {
                    return unchecked(_settledTicks - ticks);
                }
            }

            return WaitForChatter(level != (_changes.Level && !IsEnding) ? WaitForEdge(level, ticks) : WaitForEnd(ticks), ticks);
        }

        private int WaitForChatter(int wait, int ticks)
        {
            int chatterWait = _changes.ChatterCount == 0 ? wait : _changes.StepChatter(ticks);
            return chatterWait < wait ? chatterWait : wait;
        }

        private int WaitForEnd(int ticks)
        {
            _differs = false;
            if (!IsEnding)
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
            if (IsEnding)
            {
                // It moves again, and it is unknown whether it was still for long enough.
                IsEnding = false;
                _changes.Missed();
                _changes.NotRaised(CounterId.Debounced);
                return int.MaxValue;
            }

            _changes.Found();
            if (level)
            {
                _changes.Change(true, _differsTicks);
                return int.MaxValue;
            }

            BeginEnd(_differsTicks);
            return WaitForEnd(ticks);
        }

        // Remembered, because after 248 days without an edge the wrapped difference would say that the sensor still settles.
        private bool IsSettling(int ticks)
        {
            _isSettling = _isSettling && unchecked(ticks - _settledTicks) < 0;
            return _isSettling;
        }
    }
}
