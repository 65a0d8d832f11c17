using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the readings of a quantity, such as a humidity or one of your own, into events: one when it has moved by the deadband, a threshold when a limit is
    /// crossed, a fault when the sensor does not answer or gives an impossible value. If a thermometer measures it, the thermometer reports that it does
    /// not answer.
    /// </summary>
    /// <remarks>
    /// Readings come from the sampling thread; the publisher reads the present value. Values are steps of the quantity's resolution. All times are the low 32
    /// bits of uptimes in ticks.
    /// </remarks>
    public sealed class MeasurementSensor
    {
        /// <summary>What is measured.</summary>
        public readonly Quantity Quantity;

        /// <summary>The number of the source: that of the thermometer, if it measures this, too.</summary>
        public readonly int Source;

        private readonly EventRing _ring;
        private readonly Counters _counters;
        private readonly int _word;
        private readonly int _deadband;
        private readonly Threshold _high;
        private readonly Threshold _low;

        private bool _hasReading;
        private int _raised;
        private int _reading;
        private int _readingTicks;
        private int _fault;
        private int _faultTicks;

        /// <summary>A measurement that has not been read yet.</summary>
        public MeasurementSensor(QuantitySettings settings, int source, EventRing ring, Counters counters)
        {
            Quantity = settings.Quantity;
            Source = source;
            _word = EventWord.Pack(Quantity.Kind, source, false, 0);
            _deadband = settings.Deadband;
            _high = new Threshold(Quantity.Kind, source, true, settings.High, settings.Hysteresis);
            _low = new Threshold(Quantity.Kind, source, false, settings.Low, settings.Hysteresis);
            _ring = ring;
            _counters = counters;
        }

        /// <summary>A reading, in steps.</summary>
        public void OnReading(int value, int ticks)
        {
            if (!Quantity.Has(value))
            {
                OnFault(FaultReason.OutOfRange, ticks);
                return;
            }

            lock (_ring.Gate)
            {
                if (_fault != 0)
                {
                    _ring.Put(EventWord.PackFault(Quantity.Kind, Source, false, _fault), ticks, 0);
                    _fault = 0;
                }

                int moved = value - _raised;
                if (!_hasReading || moved >= _deadband || -moved >= _deadband)
                {
                    _raised = value;
                    _ring.Put(_word, ticks, value);
                }

                _hasReading = true;
                _reading = value;
                _readingTicks = ticks;
                _high.Check(value, ticks, _ring);
                _low.Check(value, ticks, _ring);
            }

            _ring.Wake.Set();
        }

        /// <summary>A reading that failed. Only the first of several faults is an event, and its reason stays.</summary>
        internal void OnFault(FaultReason reason, int ticks)
        {
            lock (_ring.Gate)
            {
                _counters.Add(CounterId.SensorFailures);
                if (_fault == 0)
                {
                    _fault = (int)reason;
                    _faultTicks = ticks;
                    _ring.Put(EventWord.PackFault(Quantity.Kind, Source, true, _fault), ticks, 0);
                }
            }

            _ring.Wake.Set();
        }

        /// <summary>The last good reading and its time; false if there is none.</summary>
        public bool TryGetReading(out int value, out int ticks)
        {
            lock (_ring.Gate)
            {
                value = _reading;
                ticks = _readingTicks;
                return _hasReading;
            }
        }

        /// <summary>The fault that has begun and not ended, and when it began; false if there is none.</summary>
        internal bool TryGetFault(out FaultReason reason, out int ticks)
        {
            lock (_ring.Gate)
            {
                reason = (FaultReason)_fault;
                ticks = _faultTicks;
                return _fault != 0;
            }
        }
    }
}
