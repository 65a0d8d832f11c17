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

        /// <summary>The smallest change of the humidity that is an event, in hundredths of a percent; <see cref="Off"/> for no humidity.</summary>
        public int HumidityDeadband;

        /// <summary>
        /// The smallest change of the air pressure that is an event, in hundredths of a hectopascal; <see cref="Off"/> for no pressure.
        /// </summary>
        public int PressureDeadband;

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

        /// <summary>How often the state is sent, in ms.</summary>
        public int StateMs = 60000;

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
            SettingParts parts = new SettingParts(values);
            DeviceId = parts.Text(SettingsTable.DeviceId);
            DeadbandCentiCelsius = parts.Number(SettingsTable.TemperatureDeadband);
            HighCentiCelsius = parts.Number(SettingsTable.TemperatureHigh);
            LowCentiCelsius = parts.Number(SettingsTable.TemperatureLow);
            HysteresisCentiCelsius = parts.Number(SettingsTable.TemperatureHysteresis);
            HumidityDeadband = parts.Number(SettingsTable.HumidityDeadband);
            PressureDeadband = parts.Number(SettingsTable.PressureDeadband);
            DebounceMs = parts.Number(SettingsTable.MotionDebounce);
            HoldMs = parts.Number(SettingsTable.MotionHold) * MsPerSecond;
            SettleMs = parts.Number(SettingsTable.MotionSettle) * MsPerSecond;
            MotionMaxPerMinute = parts.Number(SettingsTable.MotionMaxPerMinute);
            SampleMs = parts.Number(SettingsTable.TemperaturePeriod) * MsPerSecond;
            LingerMs = parts.Number(SettingsTable.PublishLinger) * MsPerSecond;
            RingCapacityEvents = parts.Number(SettingsTable.RingCapacity);
            StoreKilobytes = parts.Number(SettingsTable.StoreSize);
            ThermometerNames = parts.List(SettingsTable.TemperatureNames);
            MotionSensorNames = parts.List(SettingsTable.MotionNames);
            ThermometerAddresses = parts.Addresses(SettingsTable.TemperatureAddresses);
            MotionPins = parts.Numbers(SettingsTable.MotionPin);
            SdaPin = parts.Number(SettingsTable.I2cSda);
            SclPin = parts.Number(SettingsTable.I2cScl);
            BrokerHost = parts.Text(SettingsTable.BrokerHost);
            BrokerPort = parts.Number(SettingsTable.BrokerPort);
            BrokerPrefix = parts.Text(SettingsTable.BrokerPrefix);
            KeepAliveSeconds = parts.Number(SettingsTable.BrokerKeepAlive);
            BrokerTls = parts.IsOn(SettingsTable.BrokerTls);
            BrokerUser = parts.Text(SettingsTable.BrokerUser);
            BrokerPassword = parts.Text(SettingsTable.BrokerPassword);
            WifiSsid = parts.TextOrNull(SettingsTable.WifiSsid);
            WifiPassword = parts.TextOrNull(SettingsTable.WifiPassword);
            ConsolePort = parts.Text(SettingsTable.ConsolePort);
            ConsoleBaud = parts.Number(SettingsTable.ConsoleBaud);
            ConsoleTxPin = parts.Number(SettingsTable.ConsoleTx);
            ConsoleRxPin = parts.Number(SettingsTable.ConsoleRx);
            TimeServer = parts.Text(SettingsTable.TimeServer);
        }
    }
}
