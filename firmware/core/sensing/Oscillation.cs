using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides whether a pin oscillates, and for how long it is then switched off: ten seconds at first, twice as long each time, at most five
    /// minutes. A loose wire that picks up a radio, or a defective sensor, would otherwise take the board's memory with the edges that wait.
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

        private int _count;
        private int _windowTicks;
        private int _lastOffTicks = FirstOffTicks;
        private int _untilTicks;
        private bool _wasOff;

        /// <summary>Takes an edge: true if there are too many.</summary>
        public bool IsTooFast(int ticks)
        {
            int since = unchecked(ticks - _windowTicks);
            if (since < 0 || since >= WindowTicks)
            {
                _windowTicks = ticks;
                _count = 0;
            }

            _count++;
            return _count >= MaxEdges;
        }

        /// <summary>The pin is switched off.</summary>
        public void Begin(int ticks)
        {
            bool isSoon = _wasOff && unchecked(ticks - _untilTicks) < QuietTicks;
            int twice = _lastOffTicks > MaxOffTicks / 2 ? MaxOffTicks : _lastOffTicks * 2;
            _lastOffTicks = isSoon ? twice : FirstOffTicks;
            _untilTicks = unchecked(ticks + _lastOffTicks);
            _wasOff = true;
            _count = 0;
        }

        /// <summary>How long it stays off.</summary>
        public int LeftTicks(int ticks)
        {
            return unchecked(_untilTicks - ticks);
        }
    }
}
