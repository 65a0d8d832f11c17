using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Makes states: what every source shows now. Allocates nothing once constructed.</summary>
    public sealed class StateSealer
    {
        private const int MsPerSecond = 1000;

        private readonly Envelope _envelope;
        private readonly BatchWriter _writer;
        private readonly EventRing _ring;
        private readonly Outbox _outbox;
        private readonly TemperatureSensor[] _temperatureSensors;
        private readonly MotionSensor[] _motionSensors;
        private readonly MotionSensor[] _switchSensors;
        private readonly MeasurementSensor[] _measurementSensors;
        private readonly int _periodSeconds;
        private int _present;

        /// <summary>Reads all of these; owns none.</summary>
        public StateSealer(
            Envelope envelope,
            EventRing ring,
            Outbox outbox,
            TemperatureSensor[] temperatureSensors,
            MotionSensor[] motionSensors,
            MotionSensor[] switchSensors,
            MeasurementSensor[] measurementSensors,
            Settings settings)
        {
            _envelope = envelope;
            _writer = envelope.Writer;
            _ring = ring;
            _outbox = outbox;
            _temperatureSensors = temperatureSensors;
            _motionSensors = motionSensors;
            _switchSensors = switchSensors;
            _measurementSensors = measurementSensors;
            _periodSeconds = settings.StateMs / MsPerSecond;
        }

        /// <summary>Seals the present values of all sources.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <returns>The length of the state in bytes.</returns>
        public int Seal(long nowTicks)
        {
            int next = _ring.Next;
            _envelope.Begin(next, nowTicks, nowTicks - AgeOfOldest((int)nowTicks), true);
            _envelope.PutCounters(true);
            _envelope.PutNumber(BatchFormat.FieldWaiting, unchecked(next - _outbox.FirstUnacknowledged));
            _envelope.PutNumber(BatchFormat.FieldPeriod, _periodSeconds);
            _writer.EndFields();
            PutPresent((int)nowTicks);
            return _writer.End();
        }

        // How old the oldest value is that the state shows; in ticks.
        private int AgeOfOldest(int nowTicks)
        {
            int age = 0;
            for (int i = 0; i < _temperatureSensors.Length; i++)
            {
                bool isRead = _temperatureSensors[i].TryGetReading(out int _, out int readTicks);
                age = isRead ? Older(age, nowTicks, readTicks) : age;
                bool isFaulty = _temperatureSensors[i].TryGetFault(out FaultReason _, out int beganTicks);
                age = isFaulty ? Older(age, nowTicks, beganTicks) : age;
            }

            for (int i = 0; i < _measurementSensors.Length; i++)
            {
                bool isRead = _measurementSensors[i].TryGetReading(out int _, out int readTicks);
                age = isRead ? Older(age, nowTicks, readTicks) : age;
                bool isFaulty = _measurementSensors[i].TryGetFault(out FaultReason _, out int beganTicks);
                age = isFaulty ? Older(age, nowTicks, beganTicks) : age;
            }

            return age;
        }

        private static int Older(int age, int nowTicks, int ticks)
        {
            int itsAge = unchecked(nowTicks - ticks);
            return itsAge > age ? itsAge : age;
        }

        private void PutPresent(int nowTicks)
        {
            _present = 0;
            for (int i = 0; i < _temperatureSensors.Length; i++)
            {
                TemperatureSensor sensor = _temperatureSensors[i];
                if (sensor.TryGetReading(out int centiCelsius, out int readTicks))
                {
                    PutPresent(EventWord.Pack(EventKind.Temperature, i, false, 0), readTicks, centiCelsius);
                }
            }

            for (int i = 0; i < _motionSensors.Length; i++)
            {
                PutPresent(EventWord.Pack(EventKind.Motion, i, _motionSensors[i].Level, 0), nowTicks, 0);
            }

            for (int i = 0; i < _temperatureSensors.Length; i++)
            {
                if (_temperatureSensors[i].TryGetFault(out FaultReason reason, out int beganTicks))
                {
                    PutPresent(EventWord.Pack(EventKind.Fault, i, true, (int)reason), beganTicks, 0);
                }
            }

            for (int i = 0; i < _measurementSensors.Length; i++)
            {
                PutMeasurement(_measurementSensors[i]);
            }

            // The sources of a state follow each other.
            int source = 0;
            for (int i = 0; i < _switchSensors.Length; i++)
            {
                MotionSensor sensor = _switchSensors[i];
                source = i != 0 && _switchSensors[i - 1].Kind == sensor.Kind ? source + 1 : 0;
                PutPresent(EventWord.Pack(sensor.Kind, source, sensor.Level, 0), nowTicks, 0);
            }
        }

        private void PutMeasurement(MeasurementSensor sensor)
        {
            EventKind kind = sensor.Quantity.Kind;
            if (sensor.TryGetReading(out int value, out int readTicks))
            {
                PutPresent(EventWord.Pack(kind, sensor.Source, false, 0), readTicks, value);
            }

            if (sensor.TryGetFault(out FaultReason reason, out int beganTicks))
            {
                PutPresent(EventWord.PackFault(kind, sensor.Source, true, (int)reason), beganTicks, 0);
            }
        }

        private void PutPresent(int word, int ticks, int value)
        {
            if (_present < BatchFormat.MaxEvents && _writer.HasRoom)
            {
                _present++;
                _writer.PutEvent(word, ticks, value);
            }
        }
    }
}
