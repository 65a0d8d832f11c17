namespace NanoEvents.Firmware
{
    /// <summary>The settings of a <see cref="Firmware.Quantity"/>, in steps.</summary>
    public sealed class QuantitySettings
    {
        /// <summary>The quantity.</summary>
        public readonly Quantity Quantity;

        /// <summary>The smallest change that is an event; <see cref="Settings.Off"/> for no such sensor.</summary>
        public int Deadband;

        /// <summary>The upper limit, or <see cref="Settings.Off"/>.</summary>
        public int High;

        /// <summary>The lower limit, or <see cref="Settings.Off"/>.</summary>
        public int Low;

        /// <summary>How far a value must come back until it is within a limit again.</summary>
        public int Hysteresis;

        /// <summary>How many sources it has, if the thermometers do not measure it.</summary>
        public int Sources = 1;

        /// <summary>The names of the sources, in their order; missing or empty: none.</summary>
        public string[] Names = new string[0];

        /// <summary>Nothing is set.</summary>
        public QuantitySettings(Quantity quantity)
        {
            Quantity = quantity;
        }

        /// <summary>Whether the thermometers measure this, too.</summary>
        public bool IsOfThermometers
        {
            get { return Quantity.Names == null; }
        }

        /// <summary>How many sources the device has.</summary>
        /// <param name="thermometers">How many thermometers there are.</param>
        public int Count(int thermometers)
        {
            return Deadband == Settings.Off ? 0 : IsOfThermometers ? thermometers : Sources;
        }
    }

    /// <summary>The settings of a <see cref="Switch"/>.</summary>
    public sealed class SwitchSettings
    {
        /// <summary>The state.</summary>
        public readonly Switch State;

        /// <summary>The pins, one for each source.</summary>
        public int[] Pins;

        /// <summary>How long a pin must be low until the state is off, in ms.</summary>
        public int DebounceMs;

        /// <summary>The names of the sources, in their order; missing or empty: none.</summary>
        public string[] Names;

        /// <summary>Nothing is set.</summary>
        public SwitchSettings(Switch state)
        {
            State = state;
        }
    }
}
