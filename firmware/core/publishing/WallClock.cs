using System.Runtime.CompilerServices;
using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The wall clock at uptime zero, once it has been set, and its present largest error. An anchor that comes late dates the events from before it,
    /// too.
    /// </summary>
    public sealed class WallClock
    {
        private readonly int _driftPpm;
        private readonly AutoResetEvent _wake;
        private long _anchorTicks;
        private long _setAtTicks;
        private int _errorTicks;
        private bool _isSet;

        /// <summary>A clock that has not been set yet.</summary>
        /// <param name="driftPpm">
        /// By how much the device's uptime may run fast or slow, in parts per million: 50 covers the crystals of ESP32 boards.
        /// </param>
        /// <param name="wake">Set when the time is told: the present state can say it now. Null for nobody.</param>
        public WallClock(int driftPpm, AutoResetEvent wake = null)
        {
            _driftPpm = driftPpm;
            _wake = wake;
        }

        /// <summary>Whether it has been set.</summary>
        public bool IsSet
        {
            get { return _isSet; }
        }

        /// <summary>Tells the time.</summary>
        /// <param name="unixMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
        /// <param name="uptimeMs">The uptime at that moment.</param>
        /// <param name="errorMs">How far it may be off.</param>
        public void Set(long unixMs, long uptimeMs, int errorMs)
        {
            lock (this)
            {
                _setAtTicks = uptimeMs / BatchFormat.TickMs;
                _anchorTicks = (unixMs / BatchFormat.TickMs) - _setAtTicks;
                _errorTicks = (errorMs + BatchFormat.TickMs - 1) / BatchFormat.TickMs;
                _isSet = true;
            }

            if (_wake != null)
            {
                _wake.Set();
            }
        }

        /// <summary>
        /// The wall clock at uptime zero, in ticks since 1970, and how far off it may be for any uptime of a range; false while the clock has not
        /// been set.
        /// </summary>
        /// <param name="fromTicks">The earliest uptime that is dated by it; it may lie before the time was told.</param>
        /// <param name="toTicks">The latest.</param>
        /// <param name="anchorTicks">The wall clock at uptime zero.</param>
        /// <param name="errorTicks">Its error.</param>
        [MethodImpl(MethodImplOptions.Synchronized)]
        public bool TryGet(long fromTicks, long toTicks, out long anchorTicks, out int errorTicks)
        {
            // The clock drifts in both directions from the moment at which it was set. Rounded up: a part of a tick is an error, too.
            long before = _setAtTicks - fromTicks;
            long after = toTicks - _setAtTicks;
            long away = before > after ? before : after;
            long drifted = _errorTicks + (((away * _driftPpm) + 999999) / 1000000);
            anchorTicks = _anchorTicks;
            errorTicks = drifted > int.MaxValue ? int.MaxValue : (int)drifted;
            return _isSet;
        }
    }
}
