using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Switches a pin off that oscillates, and on again: after ten seconds at first, then after twice as long each time, at most five minutes. A loose wire that picks up a radio, or a
    /// defective sensor, would otherwise take the board's memory with the edges that wait. Where several pins oscillate together, each is switched off earlier.
    /// </summary>
    /// <remarks>The motion sensor calls it under its lock, for unusual edges only. All times are the low 32 bits of uptimes in ticks.</remarks>
    public sealed class Oscillation
    {
        /// <summary>So many unusual edges within the window: a contact that bounces has fewer.</summary>
        public const int MaxEdges = 20;

        /// <summary>So many are enough where the pins together have too many.</summary>
        public const int MinEdges = MaxEdges / 4;

        /// <summary>The window: 100 ms.</summary>
        public const int WindowTicks = 100 / BatchFormat.TickMs;

        private const int FirstOffTicks = 10000 / BatchFormat.TickMs;
        private const int MaxOffTicks = 300000 / BatchFormat.TickMs;

        // A pin that was on for longer starts again with the shortest time.
        private const int QuietTicks = 60000 / BatchFormat.TickMs;

        private readonly EdgeBudget _budget;

        // Null for a pin that cannot be switched off.
        private IMotionPin _pin;
        private bool _isListening;
        private int _count;
        private int _windowTicks;
        private int _lastOffTicks = FirstOffTicks;
        private int _untilTicks;
        private bool _wasOff;

        /// <summary>A pin that does not oscillate.</summary>
        /// <param name="budget">What the board's pins share.</param>
        public Oscillation(EdgeBudget budget)
        {
            _budget = budget;
        }

        /// <summary>Whether the pin is switched off.</summary>
        public bool IsOff { get; private set; }

        /// <summary>The pin, which has been switched on.</summary>
        public void Attach(IMotionPin pin)
        {
            _pin = pin;
            _isListening = true;
        }

        /// <summary>Takes an unusual edge: true if the pin is off, or is to be switched off now.</summary>
        public bool IsTooFast(int ticks)
        {
            // The edges that waited when the pin was switched off still keep those of other pins waiting.
            int most = _budget.TryTake(ticks) ? MaxEdges : MinEdges;
            if (IsOff || _pin == null)
            {
                return IsOff;
            }

            if (unchecked((uint)(ticks - _windowTicks)) >= WindowTicks)
            {
                _windowTicks = ticks;
                _count = 0;
            }

            _count++;
            if (_count < most)
            {
                return false;
            }

            Begin(ticks);
            return true;
        }

        /// <summary>No edge comes from now on, except those that wait already.</summary>
        public void StopListening()
        {
            if (_isListening)
            {
                _pin.Listen(false);
                _isListening = false;
            }
        }

        /// <summary>For how many ticks the pin need not be looked at: 0 while it is still listened to.</summary>
        public int TicksUntilOn(int ticks)
        {
            return _isListening ? 0 : unchecked(_untilTicks - ticks);
        }

        /// <summary>Switches the pin on when its time has come: true if it is on.</summary>
        public bool IsOnAfter(int ticks)
        {
            if (!IsOff)
            {
                return true;
            }

            StopListening();
            if (unchecked(_untilTicks - ticks) > 0)
            {
                return false;
            }

            _pin.Listen(true);
            _isListening = true;
            IsOff = false;
            return true;
        }

        private void Begin(int ticks)
        {
            bool isSoon = _wasOff && unchecked(ticks - _untilTicks) < QuietTicks;
            int twice = _lastOffTicks > MaxOffTicks / 2 ? MaxOffTicks : _lastOffTicks * 2;
            _lastOffTicks = isSoon ? twice : FirstOffTicks;
            _untilTicks = unchecked(ticks + _lastOffTicks);
            _wasOff = true;
            _count = 0;
            IsOff = true;
        }
    }
}
