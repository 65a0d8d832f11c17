namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the time at which the interrupt took an edge into uptime. That time has a zero of its own, which nobody tells; but an edge is never handled before
    /// it was taken, so the largest difference seen between the two clocks is the best guess at how far their zeros lie apart.
    /// </summary>
    /// <remarks>The pin thread's own. Pass both times in ms; the interrupt's has steps of 10 ms on an ESP32.</remarks>
    public sealed class EdgeClock
    {
        // No handler is this late: somebody has set the interrupt's clock back.
        private const ulong MaxLateMs = 60000;

        private long _apartMs = long.MinValue / 2;

        /// <summary>The uptime, in ms, at which an edge was taken.</summary>
        /// <param name="edgeMs">When, in the interrupt's own time.</param>
        /// <param name="nowMs">Uptime now, in the handler.</param>
        public long ToUptimeMs(long edgeMs, long nowMs)
        {
            // How late the handler is by the best guess so far; less than nothing says that the guess was too small.
            long lateMs = _apartMs - edgeMs + nowMs;
            if ((ulong)lateMs > MaxLateMs)
            {
                _apartMs = edgeMs - nowMs;
                return nowMs;
            }

            return nowMs - lateMs;
        }
    }
}
