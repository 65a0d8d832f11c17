using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>The names of the sources, and the private kinds that the device has, as fields of a batch. Allocates nothing once constructed.</summary>
    internal sealed class NamesAndKinds
    {
        // Type, source and length of a name.
        private const int NameFrameBytes = 3;

        // The id and length of a field.
        private const int FieldFrameBytes = 3;

        private const int ThermometerAndMotion = 2;
        private const int TextsOfKind = 3;

        private readonly BatchWriter _writer;
        private readonly int _mostBytes;

        // The private kinds that the device has: number and decimals of each, and three texts.
        private readonly int[] _kinds;
        private readonly int[] _decimals;
        private readonly byte[][] _texts;
        private int _kindCount;
        private int _kindBytes;

        // For each type of source: its number, and the names of its sources.
        private readonly int[] _types;
        private readonly byte[][][] _names;

        /// <summary>Names as the settings say; sources beyond the sensors have none. Writes up to so many bytes: with many sources there is not enough room for the longest names.</summary>
        public NamesAndKinds(BatchWriter writer, Settings settings, int thermometers, int motionSensors, int mostBytes)
        {
            _writer = writer;
            _mostBytes = mostBytes;
            QuantitySettings[] quantities = settings.Quantities;
            SwitchSettings[] switches = settings.Switches;
            _types = new int[ThermometerAndMotion + quantities.Length + switches.Length];
            _names = new byte[_types.Length][][];
            Set(0, (int)SourceType.Thermometer, settings.ThermometerNames, thermometers);
            Set(1, (int)SourceType.MotionSensor, settings.MotionSensorNames, motionSensors);
            _kinds = new int[quantities.Length + switches.Length];
            _decimals = new int[_kinds.Length];
            _texts = new byte[_kinds.Length * TextsOfKind][];
            for (int i = 0; i < quantities.Length; i++)
            {
                int sources = quantities[i].IsOfThermometers ? 0 : quantities[i].Count(thermometers);
                Quantity quantity = quantities[i].Quantity;
                Set(ThermometerAndMotion + i, (int)quantity.Kind, quantities[i].Names, sources);
                if (sources != 0)
                {
                    Declare((int)quantity.Kind, quantity.Decimals, quantity.Name, quantity.Unit, string.Empty);
                }
            }

            for (int i = 0; i < switches.Length; i++)
            {
                Switch state = switches[i].State;
                Set(ThermometerAndMotion + quantities.Length + i, (int)state.Kind, switches[i].Names, switches[i].Pins.Length);
                if (switches[i].Pins.Length != 0)
                {
                    Declare((int)state.Kind, 0, state.Name, state.On, state.Off);
                }
            }
        }

        /// <summary>Puts the fields.</summary>
        public void Put()
        {
            _writer.BeginField(BatchFormat.FieldNames, true);
            for (int i = 0; i < _types.Length; i++)
            {
                for (int source = 0; source < _names[i].Length; source++)
                {
                    PutName(_types[i], source, _names[i][source]);
                }
            }

            _writer.EndField(true);
            if (_kindCount != 0)
            {
                PutKinds();
            }
        }

        private void PutKinds()
        {
            _writer.BeginField(BatchFormat.FieldKinds, true);
            for (int i = 0; i < _kindCount; i++)
            {
                _writer.PutByte(_kinds[i]);
                _writer.PutByte(_decimals[i]);
                for (int text = 0; text < TextsOfKind; text++)
                {
                    byte[] utf8 = _texts[(i * TextsOfKind) + text];
                    _writer.PutByte(utf8.Length);
                    Put(utf8);
                }
            }

            _writer.EndField(true);
        }

        private void PutName(int type, int source, byte[] name)
        {
            if (name.Length == 0 || _writer.Length + NameFrameBytes + name.Length > _mostBytes - FieldFrameBytes - _kindBytes)
            {
                return;
            }

            _writer.PutByte(type);
            _writer.PutByte(source);
            _writer.PutByte(name.Length);
            Put(name);
        }

        private void Put(byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                _writer.PutByte(bytes[i]);
            }
        }

        private void Set(int place, int type, string[] names, int count)
        {
            _types[place] = type;
            _names[place] = new byte[count][];
            for (int i = 0; i < count; i++)
            {
                string name = i < names.Length && names[i] != null ? names[i] : string.Empty;
                _names[place][i] = Encoding.UTF8.GetBytes(name);
            }
        }

        private void Declare(int kind, int decimals, string first, string second, string third)
        {
            _kinds[_kindCount] = kind;
            _decimals[_kindCount] = decimals;
            int at = _kindCount * TextsOfKind;
            _texts[at] = Encoding.UTF8.GetBytes(first);
            _texts[at + 1] = Encoding.UTF8.GetBytes(second);
            _texts[at + 2] = Encoding.UTF8.GetBytes(third);
            _kindBytes += 2 + TextsOfKind + _texts[at].Length + _texts[at + 1].Length + _texts[at + 2].Length;
            _kindCount++;
        }
    }
}
