using System;
using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Makes batches: of the events in the outbox, and of what every source shows now. Allocates nothing once constructed.</summary>
    public sealed class Sealer
    {
        // Type, source and length of a name, and the frame of the field; what a present value takes; the check and room to end in.
        private const int NameFrameBytes = 7;
        private const int PresentEventBytes = 10;
        private const int MeasurementEventBytes = 14;
        private const int PresentFrameBytes = 24;

        private readonly BatchWriter _writer = new BatchWriter();
        private readonly Boot _boot;
        private readonly WallClock _wallClock;
        private readonly EventRing _ring;
        private readonly Counters _counters;
        private readonly TemperatureSensor[] _temperatureSensors;
        private readonly MotionSensor[] _motionSensors;
        private readonly MeasurementSensor[] _measurementSensors;
        private readonly byte[][] _thermometerNames;
        private readonly byte[][] _motionSensorNames;

        private readonly int _presentBytes;
        private bool _namesBegun;
        private int _present;

        // What the broker is known to have, and what the message on its way says.
        private readonly int[] _acknowledged = new int[CounterId.Count];
        private readonly int[] _sent = new int[CounterId.Count];

        /// <summary>Reads from all of these; owns none.</summary>
        public Sealer(
            Boot boot,
            WallClock wallClock,
            EventRing ring,
            Counters counters,
            TemperatureSensor[] temperatureSensors,
            MotionSensor[] motionSensors,
            MeasurementSensor[] measurementSensors,
            Settings settings)
        {
            _boot = boot;
            _wallClock = wallClock;
            _ring = ring;
            _counters = counters;
            _temperatureSensors = temperatureSensors;
            _motionSensors = motionSensors;
            _measurementSensors = measurementSensors;
            _thermometerNames = Utf8(settings.ThermometerNames, temperatureSensors.Length);
            _motionSensorNames = Utf8(settings.MotionSensorNames, motionSensors.Length);
            _presentBytes = PresentFrameBytes
                + ((temperatureSensors.Length + motionSensors.Length) * PresentEventBytes)
                + (measurementSensors.Length * MeasurementEventBytes);
        }

        /// <summary>Holds the batch made last, from its start.</summary>
        public byte[] Buffer
        {
            get { return _writer.Buffer; }
        }

        /// <summary>Seals the outbox.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withBoot">Whether to say that the device has started.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int SealEvents(long nowTicks, bool withBoot)
        {
            return Seal(nowTicks, withBoot, true);
        }

        /// <summary>Seals the outbox, to be sent later: what has been counted by now is old then, and not said.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="withBoot">Whether to say that the device has started.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int SealForStore(long nowTicks, bool withBoot)
        {
            return Seal(nowTicks, withBoot, false);
        }

        /// <summary>Seals what every source shows now.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <returns>The length of the batch in bytes.</returns>
        public int SealState(long nowTicks)
        {
            int next = _ring.Next;
            Begin(next, nowTicks, OldestReading(nowTicks), true);
            PutCounters(true);
            PutNumber(BatchFormat.FieldWaiting, unchecked(next - _ring.FirstUnacknowledged));
            PutNames();
            _writer.EndFields();
            PutPresent((int)nowTicks);
            return _writer.End();
        }

        /// <summary>The broker has the message made last.</summary>
        public void Acknowledged()
        {
            Array.Copy(_sent, _acknowledged, CounterId.Count);
        }

        private int Seal(long nowTicks, bool withBoot, bool withCounters)
        {
            Begin(_ring.OutboxFirst, nowTicks, withBoot ? 0 : OldestEvent(nowTicks), false);
            if (withBoot)
            {
                PutBoot();
            }

            if (withCounters)
            {
                PutCounters(false);
            }

            PutNumber(BatchFormat.FieldOverflow, _ring.OutboxOverflow);
            _writer.EndFields();
            for (int i = 0; i < _ring.OutboxCount; i++)
            {
                _writer.PutEvent(_ring.OutboxWord(i), _ring.OutboxTicks(i), _ring.OutboxValue(i));
            }

            return _writer.End();
        }

        private void Begin(int sequence, long nowTicks, long oldestTicks, bool state)
        {
            _writer.Begin(_boot.Id, sequence, nowTicks, state);
            if (_wallClock.TryGet(oldestTicks, nowTicks, out long anchorTicks, out int errorTicks))
            {
                _writer.PutAnchor(anchorTicks, errorTicks);
            }
        }

        // The uptime of the oldest event in the outbox; where the batch tells of the start, that is the oldest.
        private long OldestEvent(long nowTicks)
        {
            int age = 0;
            for (int i = 0; i < _ring.OutboxCount; i++)
            {
                int itsAge = unchecked((int)nowTicks - _ring.OutboxTicks(i));
                age = itsAge > age ? itsAge : age;
            }

            return nowTicks - age;
        }

        private long OldestReading(long nowTicks)
        {
            int age = 0;
            for (int i = 0; i < _temperatureSensors.Length; i++)
            {
                bool isRead = _temperatureSensors[i].TryGetReading(out int _, out int ticks);
                int itsAge = isRead ? unchecked((int)nowTicks - ticks) : 0;
                age = itsAge > age ? itsAge : age;
            }

            return nowTicks - age;
        }

        private void PutBoot()
        {
            _writer.BeginField(BatchFormat.FieldBoot, false);
            _writer.PutByte((int)_boot.Cause);
            for (int i = 0; i < _boot.Firmware.Length; i++)
            {
                _writer.PutByte(_boot.Firmware[i]);
            }

            _writer.EndField(false);
        }

        private void PutCounters(bool all)
        {
            bool begun = false;
            for (int id = CounterId.Edges; id < CounterId.Count; id++)
            {
                int value = Value(id);
                bool told = all ? value != 0 : value != _acknowledged[id] && id != CounterId.Edges;
                _sent[id] = told ? value : _acknowledged[id];
                if (!told)
                {
                    continue;
                }

                if (!begun)
                {
                    _writer.BeginField(BatchFormat.FieldCounters, false);
                    begun = true;
                }

                _writer.PutVarint((uint)id);
                _writer.PutVarint((uint)value);
            }

            if (begun)
            {
                _writer.EndField(false);
            }
        }

        // Two are not counted but derived: from the numbers of events, and from what became of each edge.
        private int Value(int id)
        {
            if (id == CounterId.Dropped)
            {
                return _ring.Dropped;
            }

            if (id != CounterId.Edges)
            {
                return _counters[id];
            }

            int edges = 0;
            for (int i = 0; i < _motionSensors.Length; i++)
            {
                edges = unchecked(edges + _motionSensors[i].Edges);
            }

            return edges;
        }

        private void PutNumber(int field, int value)
        {
            if (value != 0)
            {
                _writer.BeginField(field, false);
                _writer.PutVarint((uint)value);
                _writer.EndField(false);
            }
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
                // With many sources there is not room for every name: what they show comes first.
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
