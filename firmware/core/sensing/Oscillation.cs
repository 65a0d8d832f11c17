using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Switches a pin off that oscillates, and on again: after ten seconds at first, then after twice as long each time, at most five minutes. A loose wire that picks up a radio, or a defective sensor, would otherwise take the board's memory with the edges that wait.
    /// </summary>
    /// <remarks>The motion sensor calls it under the ring's lock, for unusual edges only. All times are the low 32 bits of uptimes in ticks.</remarks>
    public sealed class Oscillation
    {
        /// <summary>So many unusual edges within the window: a contact that bounces has fewer.</summary>
        public const int MaxEdges = 20;

        /// <summary>The window: 100 ms.</summary>
        public const int WindowTicks = 100 / BatchFormat.TickMs;

        private const int FirstOffTicks = 10000 / BatchFormat.TickMs;
        private const int MaxOffTicks = 300000 / BatchFormat.TickMs;

        // A pin that was on for longer starts again with the shortest time.
        private const int QuietTicks = 60000 / BatchFormat.TickMs;

        // Null for a pin that cannot be switched off.
        private IMotionPin _pin;
        private bool _isListening;
        private int _count;
        private int _windowTicks;
        private int _lastOffTicks = FirstOffTicks;
        private int _untilTicks;
        private bool _wasOff;

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
            if (IsOff || _pin == null)
            {
                return IsOff;
            }

            int since = unchecked(ticks - _windowTicks);
            if (since < 0 || since >= WindowTicks)
            {
                _windowTicks = ticks;
                _count = 0;
            }

            _count++;
            if (_count < MaxEdges)
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

        /// <summary>Switches the pin on when its time has come.</summary>
        /// <returns>For how many ticks it stays off; 0 if it is on.</returns>
        public int StepOff(int ticks)
        {
            if (!IsOff)
            {
                return 0;
            }

            StopListening();
            int left = unchecked(_untilTicks - ticks);
            if (left > 0)
            {
                return left;
            }

            _pin.Listen(true);
            _isListening = true;
            IsOff = false;
            return 0;
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
