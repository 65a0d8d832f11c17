using System;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// What the firmware can measure and tell besides temperature and motion: the official quantities, and what a firmware of your own has added. The table of
    /// settings grows with it.
    /// </summary>
    /// <remarks>It is filled before the settings are read, and stays.</remarks>
    public static class SensorTable
    {
        // Not in initializers, in which a board may not yet be able to turn a number into text.
        private static Quantity[] _quantities;
        private static Switch[] _switches;

        /// <summary>Every quantity besides the temperature; humidity and air pressure, which thermometers measure, too, come first.</summary>
        public static Quantity[] Quantities
        {
            get
            {
                if (_quantities == null)
                {
                    _quantities = new Quantity[]
                    {
                        Quantity.OfThermometers(EventKind.Humidity, "humidity", "humidity", "%", 0, 10000, 100),
                        Quantity.OfThermometers(EventKind.Pressure, "pressure", "air pressure", "hPa", 30000, 110000, 50),
                    };
                }

                return _quantities;
            }
        }

        /// <summary>Every state besides motion.</summary>
        public static Switch[] Switches
        {
            get
            {
                if (_switches == null)
                {
                    _switches = new Switch[0];
                }

                return _switches;
            }
        }

        /// <summary>Adds a quantity of your own.</summary>
        /// <exception cref="ArgumentException">Its number or its name is taken: the device does not start.</exception>
        public static void Add(Quantity quantity)
        {
            Check(quantity.Kind, quantity.Name);
            Quantity[] all = new Quantity[Quantities.Length + 1];
            Array.Copy(Quantities, all, Quantities.Length);
            all[Quantities.Length] = quantity;
            _quantities = all;
            SettingsTable.SensorAdded();
        }

        /// <summary>Adds a state of your own.</summary>
        /// <exception cref="ArgumentException">Its number or its name is taken: the device does not start.</exception>
        public static void Add(Switch state)
        {
            Check(state.Kind, state.Name);
            Switch[] all = new Switch[Switches.Length + 1];
            Array.Copy(Switches, all, Switches.Length);
            all[Switches.Length] = state;
            _switches = all;
            SettingsTable.SensorAdded();
        }

        /// <summary>The place of a quantity in the table; -1 if it is not there.</summary>
        public static int IndexOf(EventKind kind)
        {
            for (int i = 0; i < Quantities.Length; i++)
            {
                if (Quantities[i].Kind == kind)
                {
                    return i;
                }
            }

            return -1;
        }

        private static void Check(EventKind kind, string name)
        {
            bool isTaken = IndexOf(kind) >= 0;
            for (int i = 0; i < Quantities.Length; i++)
            {
                isTaken = isTaken || Quantities[i].Name == name;
            }

            for (int i = 0; i < Switches.Length; i++)
            {
                isTaken = isTaken || Switches[i].Kind == kind || Switches[i].Name == name;
            }

            if (isTaken)
            {
                throw new ArgumentException();
            }
        }
    }
}
