using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the time at which the interrupt took an edge into uptime. That time has its own zero, which is unknown. But an edge is never handled
    /// before it was taken. So the largest difference seen between the two clocks is the best estimate of the distance of their zeros.
    /// </summary>
    /// <remarks>The pin thread's own. Pass both times in ms; the interrupt's has steps of 10 ms on an ESP32.</remarks>
    public sealed class EdgeClock
    {
        // No handler is this late: the interrupt's clock has been set back.
        private const ulong MaxLateMs = 60000;

        private long _apartMs = long.MinValue / 2;

        /// <summary>The uptime, in ticks of the format, at which an edge was taken.</summary>
        /// <param name="edgeMs">When, in the interrupt's own time.</param>
        /// <param name="nowMs">Uptime now, in the handler.</param>
        public int ToUptimeTicks(long edgeMs, long nowMs)
        {
            // How late the handler is by the present estimate is the difference to now; a negative value shows that the estimate was too small.
            long uptimeMs = edgeMs - _apartMs;
            if ((ulong)(nowMs - uptimeMs) > MaxLateMs)
            {
                _apartMs = edgeMs - nowMs;
                uptimeMs = nowMs;
            }

            return (int)(uptimeMs / BatchFormat.TickMs);
        }
    }
}
