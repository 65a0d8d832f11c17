namespace NanoEvents.Firmware
{
    /// <summary>What can be set, with its defaults.</summary>
    public sealed class Settings
    {
        /// <summary>A limit that is not set.</summary>
        public const int Off = int.MinValue;

        /// <summary>The device's name in topics: 1 to 32 of A-Z a-z 0-9 _ -.</summary>
        public string DeviceId = "nano";

        /// <summary>By how much a temperature must move to be an event, in centi °C.</summary>
        public int DeadbandCentiCelsius = 10;

        /// <summary>The upper limit in centi °C, or <see cref="Off"/>.</summary>
        public int HighCentiCelsius = Off;

        /// <summary>The lower limit in centi °C, or <see cref="Off"/>.</summary>
        public int LowCentiCelsius = Off;

        /// <summary>By how much a temperature must go back before a limit is left, in centi °C.</summary>
        public int HysteresisCentiCelsius = 30;

        /// <summary>By how much the humidity must move to be an event, in hundredths of a percent; <see cref="Off"/> for no humidity.</summary>
        public int HumidityDeadband = Off;

        /// <summary>By how much the air pressure must move to be an event, in hundredths of a hectopascal; <see cref="Off"/> for no pressure.</summary>
        public int PressureDeadband = Off;

        /// <summary>How long a motion pin may bounce, in ms.</summary>
        public int DebounceMs = 50;

        /// <summary>How long a motion sensor needs after power-up, in ms.</summary>
        public int SettleMs = 30000;

        /// <summary>More events of a motion sensor in a minute become chatter; 0 is no limit.</summary>
        public int MotionMaxPerMinute = 60;

        /// <summary>How often thermometers are read, in ms.</summary>
        public int SampleMs = 10000;

        /// <summary>How long a temperature may wait for company, in ms.</summary>
        public int LingerMs = 5000;

        /// <summary>How often the state is sent, in ms.</summary>
        public int StateMs = 60000;

        /// <summary>How many events wait at most.</summary>
        public int RingCapacityEvents = 512;

        /// <summary>The names of thermometers, in their order; missing or empty: none.</summary>
        public string[] ThermometerNames = new string[0];

        /// <summary>The names of motion sensors, in their order; missing or empty: none.</summary>
        public string[] MotionSensorNames = new string[0];

        /// <summary>The I2C addresses of the thermometers: 0x76, 0x77, or 0 to look at both.</summary>
        public int[] ThermometerAddresses = new int[] { 0 };

        /// <summary>The pins of the motion sensors.</summary>
        public int[] MotionPins = new int[] { 27 };

        /// <summary>The pin of the I2C bus's data.</summary>
        public int SdaPin = 21;

        /// <summary>The pin of the I2C bus's clock.</summary>
        public int SclPin = 22;

        /// <summary>The broker's name or address.</summary>
        public string BrokerHost = string.Empty;

        /// <summary>The broker's port.</summary>
        public int BrokerPort = 1883;

        /// <summary>Whether to speak TLS with the broker.</summary>
        public bool BrokerTls;

        /// <summary>The user at the broker; empty for none.</summary>
        public string BrokerUser = string.Empty;

        /// <summary>The user's password.</summary>
        public string BrokerPassword = string.Empty;

        /// <summary>The certificate of the authority that signed the broker's, as PEM; empty for those in nanoCLR's own store.</summary>
        public string CaCertificate = string.Empty;
    }
}
