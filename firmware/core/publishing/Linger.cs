using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Decides how long the events in the ring may wait for others, so that they travel together.</summary>
    public sealed class Linger
    {
        private readonly EventRing _ring;
        private readonly int _ticks;
        private readonly int _enough;
        private bool _isOver;

        /// <summary>Events may wait.</summary>
        /// <param name="ring">The ring in which they wait.</param>
        /// <param name="ms">How long an event that is not urgent may wait, in ms.</param>
        public Linger(EventRing ring, int ms)
        {
            _ring = ring;
            _ticks = ms / BatchFormat.TickMs;
            int half = (ring.CapacityEvents + 1) / 2;
            _enough = half < BatchFormat.MaxEvents ? half : BatchFormat.MaxEvents;
        }

        /// <summary>From now on no event waits.</summary>
        public void End()
        {
            _isOver = true;
        }

        /// <summary>In how many ms the events in the ring are due; <see cref="int.MaxValue"/> if there are none.</summary>
        /// <param name="nowMs">Uptime now.</param>
        public int MsUntilDue(long nowMs)
        {
            if (_ring.IsEmpty)
            {
                return int.MaxValue;
            }

            if (_isOver || _ring.IsUrgent() || _ring.Count >= _enough || !_ring.TryPeekTicks(out int oldestTicks))
            {
                return 0;
            }

            int lingered = unchecked((int)(nowMs / BatchFormat.TickMs) - oldestTicks);
            return lingered >= _ticks ? 0 : (_ticks - lingered) * BatchFormat.TickMs;
        }
    }
}
