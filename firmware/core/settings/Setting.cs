namespace NanoEvents.Firmware
{
    /// <summary>One row of the table of settings: everything about a setting except its value.</summary>
    public sealed class Setting
    {
        /// <summary>Such as <c>motion.pin</c>.</summary>
        public readonly string Name;

        /// <summary>The form of its value.</summary>
        public readonly SettingKind Kind;

        /// <summary>The least that it may be; see <see cref="SettingKind"/> for what is counted.</summary>
        public readonly int Least;

        /// <summary>The most that it may be.</summary>
        public readonly int Most;

        /// <summary>How many decimals a <see cref="SettingKind.Number"/> has; it is kept without its point.</summary>
        public readonly int Decimals;

        /// <summary>Such as <c>ms</c>; empty for none.</summary>
        public readonly string Unit;

        /// <summary>The value if the setting is not set, as text. A board sets its own pins while it starts.</summary>
        public string Default;

        /// <summary>Its purpose, in one line.</summary>
        public readonly string Help;

        /// <summary>A row of the table.</summary>
        public Setting(string name, SettingKind kind, int least, int most, string unit, string otherwise, string help, int decimals = 2)
        {
            Decimals = decimals;
            Name = name;
            Kind = kind;
            Least = least;
            Most = most;
            Unit = unit;
            Default = otherwise;
            Help = help;
        }

        /// <summary>Whether its value is never shown.</summary>
        public bool IsSecret
        {
            get { return Name.EndsWith(".password"); }
        }

        /// <summary>Whether the board keeps it in its own store, once it has connected, instead of the settings file.</summary>
        public bool IsKeptByBoard
        {
            get { return Name.StartsWith("wifi."); }
        }

        /// <summary>
        /// Whether a wrong value may cut the device off, or leave it without memory or without a sensor: such a change is on trial until the device has
        /// connected.
        /// </summary>
        public bool IsOnTrial
        {
            get
            {
                return IsKeptByBoard
                    || Name.StartsWith("broker.")
                    || Name.StartsWith("console.")
                    || Kind == SettingKind.Pin
                    || Kind == SettingKind.Pins
                    || Kind == SettingKind.Addresses
                    || Name == "ring.capacity"
                    || Name == "store.size";
            }
        }
    }
}
