using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Makes the message with the names of the sources. Allocates nothing once constructed.</summary>
    public sealed class NamesSealer
    {
        // Type, source and length of a name; the end of the fields and the check.
        private const int NameFrameBytes = 3;
        private const int EndBytes = 3;

        private readonly Envelope _envelope;
        private readonly BatchWriter _writer;
        private readonly byte[][] _thermometers;
        private readonly byte[][] _motionSensors;

        /// <summary>Names as the settings say; sources beyond the sensors have none.</summary>
        public NamesSealer(Envelope envelope, Settings settings, int thermometers, int motionSensors)
        {
            _envelope = envelope;
            _writer = envelope.Writer;
            _thermometers = Utf8(settings.ThermometerNames, thermometers);
            _motionSensors = Utf8(settings.MotionSensorNames, motionSensors);
        }

        /// <summary>Seals the names. Without any the message clears those that a late subscriber would still get.</summary>
        /// <param name="nowTicks">Uptime now.</param>
        /// <returns>The length of the message in bytes.</returns>
        public int Seal(long nowTicks)
        {
            _envelope.Begin(0, nowTicks, nowTicks, true);
            _writer.BeginField(BatchFormat.FieldNames, true);
            Put(SourceType.Thermometer, _thermometers);
            Put(SourceType.MotionSensor, _motionSensors);
            _writer.EndField(true);
            _writer.EndFields();
            return _writer.End();
        }

        private void Put(SourceType type, byte[][] names)
        {
            for (int source = 0; source < names.Length; source++)
            {
                // With many sources there is not enough room for the longest names.
                byte[] name = names[source];
                if (name.Length == 0 || _writer.Length + NameFrameBytes + name.Length > BatchFormat.MaxBytes - EndBytes)
                {
                    continue;
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
