using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>The counters of the device since it started, by <see cref="CounterId"/>. Any thread may add; the publisher reads them all.</summary>
    public sealed class Counters
    {
        // Dropped and edges are not kept here: they are derived from the ring's numbers and from the other counters.
        private readonly int[] _values = new int[CounterId.Count];
        private int _changes;

        /// <summary>A counter's value, an unsigned number of 32 bits.</summary>
        public int this[int id]
        {
            get { return _values[id]; }
        }

        /// <summary>Changes with each addition; so a reader of all of them knows whether any has changed.</summary>
        public int Changes
        {
            get { return _changes; }
        }

        /// <summary>Adds one.</summary>
        public void Add(int id)
        {
            // The interrupt thread and the sampling thread may both add edges to chatter, even of two sensors at the same time.
            Interlocked.Increment(ref _values[id]);
            Interlocked.Increment(ref _changes);
        }
    }
}
