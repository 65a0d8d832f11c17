using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Device.Tests
{
    /// <summary>A pin that has a level, and the time at which it is looked at.</summary>
    internal sealed class HandPin : IMotionPin, IClock
    {
        private readonly bool _level;
        private readonly int _ticks;

        public HandPin(bool level, int ticks)
        {
            _level = level;
            _ticks = ticks;
        }

        /// <inheritdoc/>
        public long UptimeMs
        {
            get { return (long)_ticks * BatchFormat.TickMs; }
        }

        /// <inheritdoc/>
        public bool Read()
        {
            return _level;
        }

        /// <inheritdoc/>
        public void Listen(bool isOn)
        {
        }
    }
}
