using System;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// One declaration of a state that a pin tells, such as a door contact. Settings, console, trace column, state and events follow from it. Its events are
    /// as urgent as motion.
    /// </summary>
    public sealed class Switch
    {
        /// <summary>The kind of its events: 192 to 254.</summary>
        public readonly EventKind Kind;

        /// <summary>Its name, such as <c>contact</c>: settings, trace column and events have it.</summary>
        public readonly string Name;

        /// <summary>The word for on, which is a high pin.</summary>
        public readonly string On;

        /// <summary>The word for off.</summary>
        public readonly string Off;

        /// <summary>Whether a pin is pulled up, for a contact between the pin and ground; otherwise it is pulled down.</summary>
        public readonly bool IsPulledUp;

        /// <summary>The pins, one for each source; none if there is no such sensor.</summary>
        public readonly Setting Pin;

        /// <summary>How long a pin must be low until the state is off.</summary>
        public readonly Setting Debounce;

        /// <summary>The names of the sources.</summary>
        public readonly Setting Names;

        /// <summary>Declares a state.</summary>
        /// <param name="kind">192 to 254, another one for each state.</param>
        /// <param name="name">1 to 16 of a-z, 0-9 and -, a letter first.</param>
        /// <param name="on">The word for on, 1 to 16 characters.</param>
        /// <param name="off">The word for off, 1 to 16 characters.</param>
        /// <param name="isPulledUp">Whether the pins are pulled up.</param>
        /// <exception cref="ArgumentException">A value is not of its form: the device does not start.</exception>
        public Switch(int kind, string name, string on, string off, bool isPulledUp)
        {
            if (!BatchFormat.IsPrivateState(kind) || !KindWords.IsName(name) || !KindWords.IsWord(on) || !KindWords.IsWord(off))
            {
                throw new ArgumentException();
            }

            Kind = (EventKind)kind;
            Name = name;
            On = on;
            Off = off;
            IsPulledUp = isPulledUp;
            Pin = new Setting(name + ".pin", SettingKind.Pins, 0, SettingsTable.HighestPin, "", "", "The pins of the " + name + " sensors, in the order of their sources; high is " + on);
            Debounce = new Setting(name + ".debounce", SettingKind.Whole, 0, 10000, "ms", "50", "How long a " + name + " pin must be low until it is " + off + "; it is " + on + " with the first edge");
            Names = new Setting(name + ".names", SettingKind.Names, 0, BatchFormat.MaxNameBytes, "", "", "The names of the " + name + " sensors, in their order");
        }

        /// <summary>Its settings, in the order in which they are shown.</summary>
        public Setting[] Settings()
        {
            return new Setting[] { Pin, Debounce, Names };
        }
    }
}
