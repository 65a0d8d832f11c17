namespace NanoEvents.Firmware
{
    /// <summary>
    /// The settings, in the form that the parts of the firmware use. The names, ranges and defaults are in <see cref="SettingsTable"/>.
    /// </summary>
    public sealed class Settings
    {
        /// <summary>A limit that is not set.</summary>
        public const int Off = int.MinValue;

        private const int MsPerSecond = 1000;

        /// <summary>The device's name in topics: 1 to 32 of A-Z a-z 0-9 _ -.</summary>
        public string DeviceId;

        /// <summary>The smallest change of a temperature that is an event, in centi °C.</summary>
        public int DeadbandCentiCelsius;

        /// <summary>The upper limit in centi °C, or <see cref="Off"/>.</summary>
        public int HighCentiCelsius;

        /// <summary>The lower limit in centi °C, or <see cref="Off"/>.</summary>
        public int LowCentiCelsius;

        /// <summary>How far a temperature must come back until it is within a limit again, in centi °C.</summary>
        public int HysteresisCentiCelsius;

        /// <summary>The settings of every quantity of the <see cref="SensorTable"/>, in its order.</summary>
        public QuantitySettings[] Quantities;

        /// <summary>The settings of every state of the <see cref="SensorTable"/>, in its order.</summary>
        public SwitchSettings[] Switches;

        /// <summary>How long a pin must be still before motion counts as ended, in ms; with <see cref="HoldMs"/>, the longer of the two.</summary>
        public int DebounceMs;

        /// <summary>How long a sensor must be still before that is an event, in ms.</summary>
        public int HoldMs;

        /// <summary>How long a motion sensor settles after power-up, in ms.</summary>
        public int SettleMs;

        /// <summary>More events of a motion sensor in a minute become chatter; 0 is no limit.</summary>
        public int MotionMaxPerMinute;

        /// <summary>How often thermometers are read, in ms.</summary>
        public int SampleMs;

        /// <summary>How long a temperature may wait for others, to travel in one batch, in ms.</summary>
        public int LingerMs;

        /// <summary>How often the state is sent at least, in ms.</summary>
        public int StateMs;

        /// <summary>How many events wait at most.</summary>
        public int RingCapacityEvents;

        /// <summary>How much flash may hold events that wait for the broker, in kB; 0 for none.</summary>
        public int StoreKilobytes;

        /// <summary>The names of thermometers, in their order; missing or empty: none.</summary>
        public string[] ThermometerNames;

        /// <summary>The names of motion sensors, in their order; missing or empty: none.</summary>
        public string[] MotionSensorNames;

        /// <summary>The I2C addresses of the thermometers: 0x76, 0x77, or 0 to try both.</summary>
        public int[] ThermometerAddresses;

        /// <summary>The pins of the motion sensors.</summary>
        public int[] MotionPins;

        /// <summary>The pin of the I2C bus's data.</summary>
        public int SdaPin;

        /// <summary>The pin of the I2C bus's clock.</summary>
        public int SclPin;

        /// <summary>The broker's name or address.</summary>
        public string BrokerHost;

        /// <summary>The broker's port.</summary>
        public int BrokerPort;

        /// <summary>The levels before the device's topics, without a / at the end; empty for none.</summary>
        public string BrokerPrefix;

        /// <summary>The quiet time after which the device pings the broker, in s.</summary>
        public int KeepAliveSeconds;

        /// <summary>Whether to speak TLS with the broker.</summary>
        public bool BrokerTls;

        /// <summary>The user at the broker; empty for none.</summary>
        public string BrokerUser;

        /// <summary>The user's password.</summary>
        public string BrokerPassword;

        /// <summary>The Wi-Fi to join for a trial; null for the one in the board's own store.</summary>
        public string WifiSsid;

        /// <summary>The Wi-Fi's password for a trial; null for the one in the board's own store.</summary>
        public string WifiPassword;

        /// <summary>The serial port of the console, such as COM2.</summary>
        public string ConsolePort;

        /// <summary>How fast the console speaks.</summary>
        public int ConsoleBaud;

        /// <summary>The pin on which the console sends.</summary>
        public int ConsoleTxPin;

        /// <summary>The pin on which the console receives.</summary>
        public int ConsoleRxPin;

        /// <summary>The server that tells the time.</summary>
        public string TimeServer;

        /// <summary>The defaults.</summary>
        public Settings()
            : this(new SettingTexts())
        {
        }

        /// <summary>The set values, and defaults for the others.</summary>
        public Settings(SettingTexts values)
        {
            DeviceId = Text(values, SettingsTable.DeviceId);
            DeadbandCentiCelsius = Number(values, SettingsTable.TemperatureDeadband);
            HighCentiCelsius = Number(values, SettingsTable.TemperatureHigh);
            LowCentiCelsius = Number(values, SettingsTable.TemperatureLow);
            HysteresisCentiCelsius = Number(values, SettingsTable.TemperatureHysteresis);
            Quantities = QuantitiesOf(values);
            Switches = SwitchesOf(values);
            DebounceMs = Number(values, SettingsTable.MotionDebounce);
            HoldMs = Number(values, SettingsTable.MotionHold) * MsPerSecond;
            SettleMs = Number(values, SettingsTable.MotionSettle) * MsPerSecond;
            MotionMaxPerMinute = Number(values, SettingsTable.MotionMaxPerMinute);
            SampleMs = Number(values, SettingsTable.TemperaturePeriod) * MsPerSecond;
            LingerMs = Number(values, SettingsTable.PublishLinger) * MsPerSecond;
            StateMs = Number(values, SettingsTable.StatePeriod) * MsPerSecond;
            RingCapacityEvents = Number(values, SettingsTable.RingCapacity);
            StoreKilobytes = Number(values, SettingsTable.StoreSize);
            ThermometerNames = List(values, SettingsTable.TemperatureNames);
            MotionSensorNames = List(values, SettingsTable.MotionNames);
            ThermometerAddresses = Addresses(values, SettingsTable.TemperatureAddresses);
            MotionPins = Numbers(values, SettingsTable.MotionPin);
            SdaPin = Number(values, SettingsTable.I2cSda);
            SclPin = Number(values, SettingsTable.I2cScl);
            BrokerHost = Text(values, SettingsTable.BrokerHost);
            BrokerPort = Number(values, SettingsTable.BrokerPort);
            BrokerPrefix = Text(values, SettingsTable.BrokerPrefix);
            KeepAliveSeconds = Number(values, SettingsTable.BrokerKeepAlive);
            BrokerTls = IsOn(values, SettingsTable.BrokerTls);
            BrokerUser = Text(values, SettingsTable.BrokerUser);
            BrokerPassword = Text(values, SettingsTable.BrokerPassword);
            WifiSsid = TextOrNull(values, SettingsTable.WifiSsid);
            WifiPassword = TextOrNull(values, SettingsTable.WifiPassword);
            ConsolePort = Text(values, SettingsTable.ConsolePort);
            ConsoleBaud = Number(values, SettingsTable.ConsoleBaud);
            ConsoleTxPin = Number(values, SettingsTable.ConsoleTx);
            ConsoleRxPin = Number(values, SettingsTable.ConsoleRx);
            TimeServer = Text(values, SettingsTable.TimeServer);
        }

        /// <summary>The settings of the relative humidity.</summary>
        public QuantitySettings Humidity
        {
            get { return Quantities[0]; }
        }

        /// <summary>The settings of the air pressure.</summary>
        public QuantitySettings Pressure
        {
            get { return Quantities[1]; }
        }

        private static QuantitySettings[] QuantitiesOf(SettingTexts values)
        {
            QuantitySettings[] all = new QuantitySettings[SensorTable.Quantities.Length];
            for (int i = 0; i < all.Length; i++)
            {
                Quantity quantity = SensorTable.Quantities[i];
                all[i] = new QuantitySettings(quantity);
                all[i].Deadband = Number(values, quantity.Deadband);
                all[i].High = Number(values, quantity.High);
                all[i].Low = Number(values, quantity.Low);
                all[i].Hysteresis = Number(values, quantity.Hysteresis);
                all[i].Names = quantity.Names == null ? all[i].Names : List(values, quantity.Names);
            }

            return all;
        }

        private static SwitchSettings[] SwitchesOf(SettingTexts values)
        {
            SwitchSettings[] all = new SwitchSettings[SensorTable.Switches.Length];
            for (int i = 0; i < all.Length; i++)
            {
                Switch state = SensorTable.Switches[i];
                all[i] = new SwitchSettings(state);
                all[i].Pins = Numbers(values, state.Pin);
                all[i].DebounceMs = Number(values, state.Debounce);
                all[i].Names = List(values, state.Names);
            }

            return all;
        }

        private static string Text(SettingTexts values, Setting setting)
        {
            return values.Text(SettingsTable.IndexOf(setting.Name));
        }

        private static string TextOrNull(SettingTexts values, Setting setting)
        {
            return values.IsSet(SettingsTable.IndexOf(setting.Name)) ? Text(values, setting) : null;
        }

        private static bool IsOn(SettingTexts values, Setting setting)
        {
            return Text(values, setting) == "on";
        }

        // Off if it is no number.
        private static int Number(SettingTexts values, Setting setting)
        {
            bool isWhole = setting.Kind == SettingKind.Whole || setting.Kind == SettingKind.Pin;
            return Decimals.TryParse(Text(values, setting), isWhole ? 0 : setting.Decimals, out int number) ? number : Off;
        }

        private static string[] List(SettingTexts values, Setting setting)
        {
            string text = Text(values, setting);
            return text.Length == 0 ? new string[0] : text.Split(',');
        }

        private static int[] Numbers(SettingTexts values, Setting setting)
        {
            string[] items = List(values, setting);
            int[] numbers = new int[items.Length];
            for (int i = 0; i < items.Length; i++)
            {
                Decimals.TryParseWhole(items[i], out numbers[i]);
            }

            return numbers;
        }

        private static int[] Addresses(SettingTexts values, Setting setting)
        {
            string[] items = List(values, setting);
            int[] addresses = new int[items.Length];
            for (int i = 0; i < items.Length; i++)
            {
                addresses[i] = items[i] == "0x76" ? 0x76 : items[i] == "0x77" ? 0x77 : 0;
            }

            return addresses;
        }
    }
}
