using System;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Opens the sensor of a quantity. It may throw: the sensor then never answers.</summary>
    /// <param name="bus">The I2C bus.</param>
    /// <param name="clock">The device's time.</param>
    public delegate IMeter MeterOpening(II2cBus bus, IClock clock);

    /// <summary>
    /// One declaration of something that a sensor measures: name, unit, resolution, plausible range. Settings, console, trace column, state and events
    /// follow from it.
    /// </summary>
    /// <remarks>Values are steps of the resolution: whole numbers.</remarks>
    public sealed class Quantity
    {
        /// <summary>The kind of its events: 128 to 191 for one of your own.</summary>
        public readonly EventKind Kind;

        /// <summary>Its name, such as <c>co2</c>: settings, trace column and events have it.</summary>
        public readonly string Name;

        /// <summary>The unit, such as <c>ppm</c>.</summary>
        public readonly string Unit;

        /// <summary>How many decimals a value has: the resolution is 1, 0.1, 0.01 or 0.001.</summary>
        public readonly int Decimals;

        /// <summary>The smallest plausible value, in steps; a smaller one is a fault.</summary>
        public readonly int Least;

        /// <summary>The largest plausible value, in steps; a larger one is a fault.</summary>
        public readonly int Most;

        /// <summary>The smallest change that is an event; off for no such sensor.</summary>
        public readonly Setting Deadband;

        /// <summary>The upper limit.</summary>
        public readonly Setting High;

        /// <summary>The lower limit.</summary>
        public readonly Setting Low;

        /// <summary>How far a value must come back until it is within the limit again.</summary>
        public readonly Setting Hysteresis;

        /// <summary>The names of the sources; null if the thermometers measure this, too.</summary>
        public readonly Setting Names;

        /// <summary>The deadband and the hysteresis where nothing else is set but the sensor is there, in steps.</summary>
        public readonly int UsualDeadband;

        private MeterOpening _open;

        /// <summary>Declares a quantity.</summary>
        /// <param name="kind">128 to 191, another one for each quantity.</param>
        /// <param name="name">1 to 16 of a-z, 0-9 and -, a letter first.</param>
        /// <param name="unit">1 to 16 characters.</param>
        /// <param name="decimals">0 to 3.</param>
        /// <param name="least">The smallest plausible value, in steps.</param>
        /// <param name="most">The largest plausible value, in steps; at most 2097151.</param>
        /// <param name="usualDeadband">The usual deadband and hysteresis, in steps.</param>
        /// <param name="isOn">Whether every device has such a sensor; otherwise a deadband must be set.</param>
        /// <exception cref="ArgumentException">A value is not of its form: the device does not start.</exception>
        public Quantity(int kind, string name, string unit, int decimals, int least, int most, int usualDeadband, bool isOn)
            : this(kind, name, name, unit, decimals, least, most, usualDeadband, isOn, true)
        {
            if (kind < BatchFormat.FirstPrivateMeasurement || kind >= BatchFormat.FirstPrivateState || !KindWords.IsName(name) || !KindWords.IsWord(unit))
            {
                throw new ArgumentException();
            }
        }

        private Quantity(int kind, string name, string words, string unit, int decimals, int least, int most, int usualDeadband, bool isOn, bool hasSources)
        {
            // Value and limit of one event must fit together.
            if (decimals < 0 || decimals > KindWords.MaxDecimals || least >= most || least < -EventWord.MaxSteps || most > EventWord.MaxSteps || usualDeadband < 1)
            {
                throw new ArgumentException();
            }

            Kind = (EventKind)kind;
            Name = name;
            Unit = unit;
            Decimals = decimals;
            Least = least;
            Most = most;
            UsualDeadband = usualDeadband;
            string usual = NanoEvents.Firmware.Decimals.Format(usualDeadband, decimals);
            int range = most - least;
            Deadband = Number("deadband", SettingKind.NumberOrOff, 1, range, isOn ? usual : "off", "The smallest change of the " + words + " that is an event; off for no " + words);
            High = Number("high", SettingKind.NumberOrOff, least, most, "off", "The upper limit of the " + words + "; crossing it is a threshold event");
            Low = Number("low", SettingKind.NumberOrOff, least, most, "off", "The lower limit of the " + words + "; crossing it is a threshold event");
            Hysteresis = Number("hysteresis", SettingKind.Number, 0, range, usual, "How far the " + words + " must come back until it is within the limit again");
            Names = hasSources ? new Setting(name + ".names", SettingKind.Names, 0, BatchFormat.MaxNameBytes, "", "", "The names of the " + words + " sensors, in their order") : null;
        }

        /// <summary>Opens its sensor on a board; null if the thermometers measure this, too, or if only a simulator has it.</summary>
        public MeterOpening Open
        {
            get { return _open; }
        }

        /// <summary>Says how a board opens the sensor.</summary>
        public Quantity OpenedBy(MeterOpening open)
        {
            _open = open;
            return this;
        }

        /// <summary>Its settings, in the order in which they are shown.</summary>
        public Setting[] Settings()
        {
            return Names == null ? new Setting[] { Deadband, High, Low, Hysteresis } : new Setting[] { Deadband, High, Low, Hysteresis, Names };
        }

        /// <summary>Whether a value is plausible.</summary>
        public bool Has(int value)
        {
            return value >= Least && value <= Most;
        }

        /// <summary>An official quantity that the thermometers may measure, too; off by default.</summary>
        internal static Quantity OfThermometers(EventKind kind, string name, string words, string unit, int least, int most, int usualDeadband)
        {
            return new Quantity((int)kind, name, words, unit, 2, least, most, usualDeadband, false, false);
        }

        private Setting Number(string of, SettingKind kind, int least, int most, string otherwise, string help)
        {
            return new Setting(Name + "." + of, kind, least, most, Unit, otherwise, help, Decimals);
        }
    }
}
