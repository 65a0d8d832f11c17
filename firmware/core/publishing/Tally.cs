using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Every counter of the device, by <see cref="CounterId"/>: those that are counted, and two that follow from other numbers, so that they can never
    /// disagree with them.
    /// </summary>
    public sealed class Tally
    {
        private readonly EventRing _ring;
        private readonly Counters _counters;
        private readonly MotionSensor[] _motionSensors;

        /// <summary>Reads all of these; owns none.</summary>
        public Tally(EventRing ring, Counters counters, MotionSensor[] motionSensors)
        {
            _ring = ring;
            _counters = counters;
            _motionSensors = motionSensors;
        }

        /// <summary>A counter's value since the start, an unsigned number of 32 bits. Any thread may ask.</summary>
        public int this[int id]
        {
            get
            {
                if (id == CounterId.Dropped)
                {
                    return _ring.Dropped;
                }

                return id == CounterId.Edges ? Edges() : _counters[id];
            }
        }

        /// <summary>Changes with every counter that a batch says: all but the edges.</summary>
        public int Changes
        {
            get { return unchecked(_counters.Changes + _ring.Dropped); }
        }

        // What became of each edge is counted by its sensor.
        private int Edges()
        {
            int edges = 0;
            for (int i = 0; i < _motionSensors.Length; i++)
            {
                edges = unchecked(edges + _motionSensors[i].Edges);
            }

            return edges;
        }
    }
}
