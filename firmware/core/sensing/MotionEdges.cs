using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides what the unusual edges of a motion sensor mean: while it settles, while the pin is still and that does not count yet, and where an edge is
    /// late or lost.
    /// </summary>
    /// <remarks>The motion sensor calls it under its lock. All times are the low 32 bits of uptimes in ticks.</remarks>
    public sealed class MotionEdges
    {
        private readonly MotionChanges _changes;
        private readonly int _holdTicks;
        private readonly Oscillation _oscillation;
        private readonly MissingEdge _missing = new MissingEdge();

        /// <summary>Whether the pin is still, and that does not count yet.</summary>
        public bool IsEnding;

        private int _settledTicks;

        // When it became still.
        private int _endedTicks;

        /// <summary>Nothing has been decided.</summary>
        /// <param name="changes">Raises what is decided.</param>
        /// <param name="holdTicks">How long the pin must be still before motion has ended.</param>
        /// <param name="budget">What the board's pins share.</param>
        public MotionEdges(MotionChanges changes, int holdTicks, EdgeBudget budget)
        {
            _oscillation = new Oscillation(budget);
            _changes = changes;
            _holdTicks = holdTicks;
        }

        /// <summary>Whether something is to be decided.</summary>
        public bool IsUndecided
        {
            get { return MustSettle || IsEnding || _missing.IsAwaited || IsOff || _changes.ChatterCount != 0; }
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

        /// <summary>Whether the sensor has not settled yet.</summary>
        public bool MustSettle { get; private set; }

        /// <summary>Begins. Neither the first level nor an edge before the sensor has settled is an event.</summary>
        public void Start(int ticks, int settleMs)
        {
            _missing.Found(ticks);
            MustSettle = settleMs > 0;
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
            _missing.IsAwaited = false;
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
                if (_missing.IsOld(ticks))
                {
                    // The change was found by reading the pin, and its edge is late.
                    _changes.NotRaised(CounterId.Debounced);
                    return;
                }

                // There was motion, and the edge of its beginning is lost.
                _changes.Found();
                _changes.Change(true, ticks);
            }

            BeginHold(ticks);
            StepEnd(ticks);
        }

        private void OnSameLevel(int ticks)
        {
            _changes.NotRaised(CounterId.Debounced);
            if (!_missing.IsOld(ticks))
            {
                _changes.Missed();
            }
        }

        private void End()
        {
            IsEnding = false;
            _changes.Change(false, _endedTicks);
        }

        /// <summary>How long no decision is due, whatever the level of the pin is.</summary>
        /// <returns>Ticks; at most 0 if one is due.</returns>
        public int TicksUntilDue(int ticks)
        {
            int wait = _changes.ChatterCount == 0 ? int.MaxValue : _changes.TicksUntilChatterEnds(ticks);
            if (IsOff)
            {
                return Sooner(wait, _oscillation.TicksUntilOn(ticks));
            }

            wait = MustSettle ? Sooner(wait, unchecked(_settledTicks - ticks)) : wait;
            if (_missing.IsAwaited)
            {
                return Sooner(wait, _missing.TicksUntilLost(ticks));
            }

            return IsEnding ? Sooner(wait, unchecked(_endedTicks + _holdTicks - ticks)) : wait;
        }

        private static int Sooner(int wait, int other)
        {
            return other < wait ? other : wait;
        }

        /// <summary>Takes the level of the pin.</summary>
        /// <returns>Ticks until the next call is due; int.MaxValue if none is.</returns>
        public int Decide(bool level, int ticks)
        {
            if (_oscillation.IsOnAfter(ticks))
            {
                TakeLevel(level, ticks);
            }

            if (_changes.ChatterCount != 0)
            {
                _changes.StepChatter(ticks);
            }

            return TicksUntilDue(ticks);
        }

        private void TakeLevel(bool level, int ticks)
        {
            if (MustSettle)
            {
                _changes.Level = level;
                _missing.Found(ticks);
                if (IsSettling(ticks))
                {
                    return;
                }
            }

            if (level != (_changes.Level && !IsEnding))
            {
                WaitForEdge(level, ticks);
            }
            else
            {
                _missing.IsAwaited = false;
                StepEnd(ticks);
            }
        }

        private void StepEnd(int ticks)
        {
            if (IsEnding && unchecked(_endedTicks + _holdTicks - ticks) <= 0)
            {
                End();
            }
        }

        private void WaitForEdge(bool level, int ticks)
        {
            _missing.Await(ticks);
            if (_missing.TicksUntilLost(ticks) > 0)
            {
                return;
            }

            _missing.Found(ticks);
            if (IsEnding)
            {
                // It moves again, and it is unknown whether it was still for long enough.
                IsEnding = false;
                _changes.Missed();
                _changes.NotRaised(CounterId.Debounced);
                return;
            }

            _changes.Found();
            if (level)
            {
                _changes.Change(true, _missing.SinceTicks);
            }
            else
            {
                BeginHold(_missing.SinceTicks);
                StepEnd(ticks);
            }
        }

        // Remembered, because after 248 days without an edge the wrapped difference would say that the sensor still settles.
        private bool IsSettling(int ticks)
        {
            MustSettle = MustSettle && unchecked(ticks - _settledTicks) < 0;
            return MustSettle;
        }
    }
}
