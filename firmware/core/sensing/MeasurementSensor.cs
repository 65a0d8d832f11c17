using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the readings of one measurement, such as a humidity, into events: one when it has moved by the deadband. If the sensor does not answer,
    /// its thermometer reports the fault.
    /// </summary>
    /// <remarks>
    /// Readings come from the sampling thread; the publisher reads the present value. All times are the low 32 bits of uptimes in ticks.
    /// </remarks>
    public sealed class MeasurementSensor
    {
        /// <summary>What is measured.</summary>
        public readonly EventKind Kind;

        /// <summary>The number of the thermometer that also measures this.</summary>
        public readonly int Source;

        private readonly EventRing _ring;
        private readonly int _word;
        private readonly int _deadband;

        private bool _hasReading;
        private int _raised;
        private int _reading;
        private int _readingTicks;

        /// <summary>A measurement that has not been read yet.</summary>
        public MeasurementSensor(EventKind kind, int source, int deadband, EventRing ring)
        {
            Kind = kind;
            Source = source;
            _word = EventWord.Pack(kind, source, false, 0);
            _deadband = deadband;
            _ring = ring;
        }

        /// <summary>A reading, in hundredths of the unit.</summary>
        public void OnReading(int value, int ticks)
        {
            lock (_ring.Gate)
            {
                int moved = value - _raised;
                if (!_hasReading || moved >= _deadband || -moved >= _deadband)
                {
                    _raised = value;
                    _ring.Put(_word, ticks, value);
                }

                _hasReading = true;
                _reading = value;
                _readingTicks = ticks;
            }

            _ring.Wake.Set();
        }

        /// <summary>The last reading and its time; false if there is none.</summary>
        public bool TryGetReading(out int value, out int ticks)
        {
            lock (_ring.Gate)
            {
                value = _reading;
                ticks = _readingTicks;
                return _hasReading;
            }
        }
    }
}
