using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// What the device has counted since it started, by <see cref="CounterId"/>. Each counter has one owner, the only one that
    /// adds to it; the publisher reads them all.
    /// </summary>
    public sealed class Counters
    {
        // Edges, debounced, settling, chattered: the pin thread. Sensor failures: the sampling thread. Unacknowledged, reconnects: the
        // publisher. Dropped is not kept here: the ring derives it.
        private readonly int[] _values = new int[CounterId.Count];
        private readonly object _restarts = new object();

        /// <summary>A counter's value, an unsigned number of 32 bits.</summary>
        public int this[int id]
        {
            get { return _values[id]; }
        }

        /// <summary>Adds one, from the thread that owns the counter.</summary>
        public void Add(int id)
        {
            _values[id] = unchecked(_values[id] + 1);
        }

        /// <summary>Notes that a thread was ended by an exception and started again; any thread may.</summary>
        public void AddThreadRestart()
        {
            lock (_restarts)
            {
                _values[CounterId.ThreadRestarts]++;
            }
        }
    }
}
