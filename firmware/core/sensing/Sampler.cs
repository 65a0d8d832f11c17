using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The work of the sampling thread: it reads each meter when that is due, checks each motion pin then, and checks it again if a sensor asks
    /// for it. It has its own thread, because a reading sleeps and all timers share one thread.
    /// </summary>
    public sealed class Sampler
    {
        // An edge without an interrupt is found within this time, however seldom meters are read.
        private const int MaxBetweenLooksMs = 10000;

        private readonly IClock _clock;
        private readonly IMeter[] _meters;
        private readonly TemperatureSensor[] _temperatureSensors;
        private readonly MeasurementSensor[] _measurementSensors;
        private readonly IMeter[] _metersOfMeasurements;
        private readonly IMotionPin[] _pins;
        private readonly MotionSensor[] _motionSensors;
        private readonly int _periodMs;
        private long _nextMs;
        private long _lookAtMs;

        /// <summary>Nothing has been read yet.</summary>
        /// <param name="clock">The device's time.</param>
        /// <param name="meters">What is read, in the order of the temperature sensors.</param>
        /// <param name="temperatureSensors">Get the temperature of each meter.</param>
        /// <param name="measurementSensors">Get the other values.</param>
        /// <param name="metersOfMeasurements">
        /// What is read for each of them: a thermometer, which then tells that it does not answer, or a meter of its own.
        /// </param>
        /// <param name="pins">The pins, in the order of the motion sensors.</param>
        /// <param name="motionSensors">Get the levels of the pins.</param>
        /// <param name="periodMs">The time between two readings.</param>
        public Sampler(
            IClock clock,
            IMeter[] meters,
            TemperatureSensor[] temperatureSensors,
            MeasurementSensor[] measurementSensors,
            IMeter[] metersOfMeasurements,
            IMotionPin[] pins,
            MotionSensor[] motionSensors,
            int periodMs)
        {
            _clock = clock;
            _meters = meters;
            _temperatureSensors = temperatureSensors;
            _measurementSensors = measurementSensors;
            _metersOfMeasurements = metersOfMeasurements;
            _pins = pins;
            _motionSensors = motionSensors;
            _periodMs = periodMs;
        }

        /// <summary>Tells the motion sensors the level that they start from.</summary>
        public void Start(int settleMs)
        {
            for (int i = 0; i < _pins.Length; i++)
            {
                _motionSensors[i].StartOn(_pins[i], _clock, _motionSensors[i].Kind == EventKind.Motion ? settleMs : 0);
            }
        }

        /// <summary>Does what is due.</summary>
        /// <returns>How long until the next step is due, in ms, unless a pin changes.</returns>
        public int Step()
        {
            if (_clock.UptimeMs >= _nextMs)
            {
                Sample();
                _lookAtMs = _clock.UptimeMs;
                _nextMs += _periodMs;

                // Readings that were missed during a long reading, or a sleep of the board, are not repeated.
                long nowMs = _clock.UptimeMs;
                if (_nextMs < nowMs)
                {
                    _nextMs = nowMs + _periodMs;
                }
            }

            int lookInMs = LookAtPins();
            long waitMs = _nextMs - _clock.UptimeMs;
            waitMs = waitMs < lookInMs ? waitMs : lookInMs;
            return waitMs < 0 ? 0 : (int)waitMs;
        }

        private int LookAtPins()
        {
            long nowMs = _clock.UptimeMs;
            bool isTime = nowMs >= _lookAtMs;
            _lookAtMs = isTime ? nowMs + MaxBetweenLooksMs : _lookAtMs;
            int waitMs = _pins.Length == 0 ? int.MaxValue : (int)(_lookAtMs - nowMs);
            for (int i = 0; i < _pins.Length; i++)
            {
                int ticks = isTime ? _motionSensors[i].Look(_pins[i], _clock) : _motionSensors[i].LookIfDue(_pins[i], _clock);
                if (ticks < waitMs / BatchFormat.TickMs)
                {
                    waitMs = ticks * BatchFormat.TickMs;
                }
            }

            return waitMs;
        }

        private void Sample()
        {
            for (int i = 0; i < _temperatureSensors.Length; i++)
            {
                if (_meters[i].TryMeasure(EventKind.Temperature, out int centiCelsius))
                {
                    _temperatureSensors[i].OnReading(centiCelsius, NowTicks());
                }
                else
                {
                    _temperatureSensors[i].OnFault(FaultReason.NoAnswer, NowTicks());
                }
            }

            for (int i = 0; i < _measurementSensors.Length; i++)
            {
                MeasurementSensor sensor = _measurementSensors[i];
                if (_metersOfMeasurements[i].TryMeasure(sensor.Quantity.Kind, out int value))
                {
                    sensor.OnReading(value, NowTicks());
                }
                else if (sensor.Quantity.Names != null)
                {
                    sensor.OnFault(FaultReason.NoAnswer, NowTicks());
                }
            }
        }

        private int NowTicks()
        {
            return (int)(_clock.UptimeMs / BatchFormat.TickMs);
        }
    }
}
