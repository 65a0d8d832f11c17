using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Makes states: what every source shows now. Allocates nothing once constructed.</summary>
    public sealed class StateSealer
    {
        // The sizes of: type, source and length of a name, and the frame of its field; a present value; the check and the end.
        private const int NameFrameBytes = 7;
        private const int PresentEventBytes = 10;
        private const int MeasurementEventBytes = 14;
        private const int PresentFrameBytes = 24;

        private readonly Envelope _envelope;
        private readonly BatchWriter _writer;
        private readonly EventRing _ring;
        private readonly Outbox _outbox;
        private readonly TemperatureSensor[] _temperatureSensors;
        private readonly MotionSensor[] _motionSensors;
        private readonly MeasurementSensor[] _measurementSensors;
        private readonly byte[][] _thermometerNames;
        private readonly byte[][] _motionSensorNames;

        private readonly int _presentBytes;
        private bool _namesBegun;
        private int _present;

        /// <summary>Reads all of these; owns none.</summary>
        public StateSealer(
            Envelope envelope,
            EventRing ring,
            Outbox outbox,
            TemperatureSensor[] temperatureSensors,
            MotionSensor[] motionSensors,
            MeasurementSensor[] measurementSensors,
            Settings settings)
        {
            _envelope = envelope;
            _writer = envelope.Writer;
            _ring = ring;
            _outbox = outbox;
            _temperatureSensors = temperatureSensors;
            _motionSensors = motionSensors;
            _measurementSensors = measurementSensors;
            _thermometerNames = Utf8(settings.ThermometerNames, temperatureSensors.Length);
            _motionSensorNames = Utf8(settings.MotionSensorNames, motionSensors.Length);
            _presentBytes = PresentFrameBytes
                + ((temperatureSensors.Length + motionSensors.Length) * PresentEventBytes)
                + (measurementSensors.Length * MeasurementEventBytes);
        }

        /// <summary>Seals the present values of all sources.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withNames">Whether to include the names of the sources.</param>
        /// <returns>The length of the state in bytes.</returns>
        public int Seal(long nowTicks, bool withNames)
        {
            int next = _ring.Next;
            _envelope.Begin(next, nowTicks, nowTicks - AgeOfOldest((int)nowTicks), true);
            _envelope.PutCounters(true);
            _envelope.PutNumber(BatchFormat.FieldWaiting, unchecked(next - _outbox.FirstUnacknowledged));
            if (withNames)
            {
                PutNames();
            }

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
            }

            return age;
        }

        private static int Older(int age, int nowTicks, int ticks)
        {
            int itsAge = unchecked(nowTicks - ticks);
            return itsAge > age ? itsAge : age;
        }

        private void PutNames()
        {
            _namesBegun = false;
            PutNames(SourceType.Thermometer, _thermometerNames);
            PutNames(SourceType.MotionSensor, _motionSensorNames);
            if (_namesBegun)
            {
                _writer.EndField(true);
            }
        }

        private void PutNames(SourceType type, byte[][] names)
        {
            for (int source = 0; source < names.Length; source++)
            {
                // With many sources there is not enough room for all names: their values come first.
                byte[] name = names[source];
                if (name.Length == 0 || _writer.Length + NameFrameBytes + name.Length > BatchFormat.MaxBytes - _presentBytes)
                {
                    continue;
                }

                if (!_namesBegun)
                {
                    _writer.BeginField(BatchFormat.FieldNames, true);
                    _namesBegun = true;
                }

                _writer.PutByte((int)type);
                _writer.PutByte(source);
                _writer.PutByte(name.Length);
                for (int i = 0; i < name.Length; i++)
                {
                    _writer.PutByte(name[i]);
                }
            }
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
                MeasurementSensor sensor = _measurementSensors[i];
                if (sensor.TryGetReading(out int value, out int readTicks))
                {
                    PutPresent(EventWord.Pack(sensor.Kind, sensor.Source, false, 0), readTicks, value);
                }
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

        private static byte[][] Utf8(string[] names, int count)
        {
            byte[][] bytes = new byte[count][];
            for (int i = 0; i < count; i++)
            {
                string name = i < names.Length && names[i] != null ? names[i] : string.Empty;
                bytes[i] = Encoding.UTF8.GetBytes(name);
            }

            return bytes;
        }
    }
}
