using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Turns the readings of a thermometer into events: a temperature when it has moved by the deadband, a threshold when a limit is crossed, a fault
    /// when the thermometer does not answer or gives an impossible value.
    /// </summary>
    /// <remarks>
    /// Readings come from the sampling thread; the publisher reads the present value. All times are the low 32 bits of uptimes in ticks.
    /// </remarks>
    public sealed class TemperatureSensor
    {
        private readonly EventRing _ring;
        private readonly Counters _counters;
        private readonly int _source;
        private readonly int _temperatureWord;
        private readonly int _deadband;
        private readonly Threshold _high;
        private readonly Threshold _low;

        private bool _hasRaised;
        private int _raised;
        private bool _hasReading;
        private int _reading;
        private int _readingTicks;
        private int _fault;
        private int _faultTicks;

        /// <summary>A thermometer that has not been read yet.</summary>
        public TemperatureSensor(int source, Settings settings, EventRing ring, Counters counters)
        {
            _source = source;
            _temperatureWord = EventWord.Pack(EventKind.Temperature, source, false, 0);
            _ring = ring;
            _counters = counters;
            _deadband = settings.DeadbandCentiCelsius;
            _high = new Threshold(EventKind.Temperature, source, true, settings.HighCentiCelsius, settings.HysteresisCentiCelsius);
            _low = new Threshold(EventKind.Temperature, source, false, settings.LowCentiCelsius, settings.HysteresisCentiCelsius);
        }

        /// <summary>A reading, in centi °C.</summary>
        public void OnReading(int centiCelsius, int ticks)
        {
            if (!MeasuringRange.Has(EventKind.Temperature, centiCelsius))
            {
                OnFault(FaultReason.OutOfRange, ticks);
                return;
            }

            lock (_ring.Gate)
            {
                if (_fault != 0)
                {
                    _ring.Put(EventWord.Pack(EventKind.Fault, _source, false, _fault), ticks, 0);
                    _fault = 0;
                }

                _hasReading = true;
                _reading = centiCelsius;
                _readingTicks = ticks;
                if (HasMoved(centiCelsius))
                {
                    _hasRaised = true;
                    _raised = centiCelsius;
                    _ring.Put(_temperatureWord, ticks, centiCelsius);
                }

                _high.Check(centiCelsius, ticks, _ring);
                _low.Check(centiCelsius, ticks, _ring);
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
                    _ring.Put(EventWord.Pack(EventKind.Fault, _source, true, _fault), ticks, 0);
                }
            }

            _ring.Wake.Set();
        }

        /// <summary>The last good reading and its time; false if there is none.</summary>
        public bool TryGetReading(out int centiCelsius, out int ticks)
        {
            lock (_ring.Gate)
            {
                centiCelsius = _reading;
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

        private bool HasMoved(int centiCelsius)
        {
            int moved = centiCelsius - _raised;
            return !_hasRaised || moved >= _deadband || -moved >= _deadband;
        }
    }
}
