using System;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Everything that can be set: the one table for the console, the nanoevents command, the page about settings, and every check.
    /// </summary>
    public static class SettingsTable
    {
        /// <summary>The highest pin of any chip; the board knows its own.</summary>
        public const int HighestPin = ChipPins.HighestOfAny;

        // Not string.Empty: if mscorlib comes later in the image, a board runs these initializers before those of mscorlib.
        private const string None = "";
        private const int MaxSeconds = 3600;
        private const int MaxHost = 64;
        private const int MaxPrefix = 64;

        /// <summary>The device's name.</summary>
        public static readonly Setting DeviceId = new Setting(
            "device.id", SettingKind.Identifier, 1, 32, None, "nano", "The device's name in topics and at the broker");

        /// <summary>The pins of the motion sensors.</summary>
        public static readonly Setting MotionPin = new Setting(
            "motion.pin", SettingKind.Pins, 0, HighestPin, None, "27", "The pins of the motion sensors, in the order of their sources");

        /// <summary>The debounce time.</summary>
        public static readonly Setting MotionDebounce = new Setting(
            "motion.debounce", SettingKind.Whole, 0, 10000, "ms", "50", "How long a motion pin must be still until motion has ended; motion begins with the first edge");

        /// <summary>The hold time.</summary>
        public static readonly Setting MotionHold = new Setting(
            "motion.hold", SettingKind.Whole, 0, MaxSeconds, "s", "5", "The same in seconds, for sensors that drop out while somebody is there; the longer time counts; the event keeps the true time of the end");

        /// <summary>The settle time.</summary>
        public static readonly Setting MotionSettle = new Setting(
            "motion.settle", SettingKind.Whole, 0, MaxSeconds, "s", "30", "How long a motion sensor settles after power-up; until then its edges are counted and not raised");

        /// <summary>The limit above which motion is chatter.</summary>
        public static readonly Setting MotionMaxPerMinute = new Setting(
            "motion.maxPerMinute", SettingKind.Whole, 0, 255, "events", "60", "The most events of a source in a minute; more become one chatter event; 0 is no limit");

        /// <summary>The names of the motion sensors.</summary>
        public static readonly Setting MotionNames = new Setting(
            "motion.names", SettingKind.Names, 0, 24, None, None, "The names of the motion sensors, in their order");

        /// <summary>The deadband.</summary>
        public static readonly Setting TemperatureDeadband = new Setting(
            "temperature.deadband", SettingKind.Number, 0, 5000, "°C", "0.10", "The smallest change of a temperature that is an event");

        /// <summary>The upper limit.</summary>
        public static readonly Setting TemperatureHigh = new Setting(
            "temperature.high", SettingKind.NumberOrOff, -4000, 8500, "°C", "off", "The upper limit; crossing it is a threshold event");

        /// <summary>The lower limit.</summary>
        public static readonly Setting TemperatureLow = new Setting(
            "temperature.low", SettingKind.NumberOrOff, -4000, 8500, "°C", "off", "The lower limit; crossing it is a threshold event");

        /// <summary>The hysteresis of both limits.</summary>
        public static readonly Setting TemperatureHysteresis = new Setting(
            "temperature.hysteresis", SettingKind.Number, 0, 5000, "°C", "0.30", "How far a temperature must come back until it is within the limit again");

        /// <summary>The time between readings.</summary>
        public static readonly Setting TemperaturePeriod = new Setting(
            "temperature.period", SettingKind.Whole, 1, MaxSeconds, "s", "10", "The time between readings of the thermometers");

        /// <summary>The names of the thermometers.</summary>
        public static readonly Setting TemperatureNames = new Setting(
            "temperature.names", SettingKind.Names, 0, 24, None, None, "The names of the thermometers, in their order");

        /// <summary>The addresses of the thermometers.</summary>
        public static readonly Setting TemperatureAddresses = new Setting(
            "temperature.addresses", SettingKind.Addresses, 0, 2, None, "auto", "The I2C addresses of the thermometers, in the order of their sources; auto tries both");

        /// <summary>The data pin of the I2C bus.</summary>
        public static readonly Setting I2cSda = new Setting(
            "i2c.sda", SettingKind.Pin, 0, HighestPin, None, "21", "The pin of the I2C bus's data");

        /// <summary>The clock pin of the I2C bus.</summary>
        public static readonly Setting I2cScl = new Setting(
            "i2c.scl", SettingKind.Pin, 0, HighestPin, None, "22", "The pin of the I2C bus's clock");

        /// <summary>The linger time.</summary>
        public static readonly Setting PublishLinger = new Setting(
            "publish.linger", SettingKind.Whole, 0, MaxSeconds, "s", "5", "How long a temperature may wait for others, to travel in one batch");

        /// <summary>The period of states.</summary>
        public static readonly Setting StatePeriod = new Setting(
            "state.period", SettingKind.Whole, 10, MaxSeconds, "s", "300", "How often the device sends its state, at least; a loss that no later event shows is noticed within this time");

        /// <summary>The capacity of the ring. The measured board had memory for 2048 events, and did not start with 3072.</summary>
        public static readonly Setting RingCapacity = new Setting(
            "ring.capacity", SettingKind.Whole, 8, 2048, "events", "512", "The most events that wait in memory while the broker is away");

        /// <summary>The size of the store.</summary>
        public static readonly Setting StoreSize = new Setting(
            "store.size", SettingKind.Whole, 0, 128, "kB", "0", "How much flash may hold events that wait for the broker; they survive a restart; 0 is none, any less than 16 is 16");

        /// <summary>The broker's name or address.</summary>
        public static readonly Setting BrokerHost = new Setting(
            "broker.host", SettingKind.Host, 0, MaxHost, None, None, "The broker's name or address");

        /// <summary>The broker's port.</summary>
        public static readonly Setting BrokerPort = new Setting(
            "broker.port", SettingKind.Whole, 1, 65535, None, "1883", "The broker's port; 8883 is usual with TLS");

        /// <summary>The topic prefix.</summary>
        public static readonly Setting BrokerPrefix = new Setting(
            "broker.prefix", SettingKind.TopicPrefix, 0, MaxPrefix, None, None, "The levels before the device's topics, such as site1 for site1/nanoevents/hall/events; empty for none");

        /// <summary>The keep alive.</summary>
        public static readonly Setting BrokerKeepAlive = new Setting(
            "broker.keepAlive", SettingKind.Whole, 5, MaxSeconds, "s", "330", "The quiet time after which the device pings the broker; longer than state.period, and the device needs no pings");

        /// <summary>The user at the broker.</summary>
        public static readonly Setting BrokerUser = new Setting(
            "broker.user", SettingKind.Text, 0, 64, None, None, "The user at the broker; empty for none");

        /// <summary>The user's password.</summary>
        public static readonly Setting BrokerPassword = new Setting(
            "broker.password", SettingKind.Text, 0, 128, None, None, "The user's password");

        /// <summary>Whether to speak TLS.</summary>
        public static readonly Setting BrokerTls = new Setting(
            "broker.tls", SettingKind.Switch, 0, 1, None, "off", "Whether to speak TLS with the broker");

        /// <summary>The certificate of the authority.</summary>
        public static readonly Setting BrokerCa = new Setting(
            "broker.ca", SettingKind.CableFile, 0, 0, None, None, "The certificate of the authority that signed the broker's certificate, a PEM file");

        /// <summary>The device's own certificate.</summary>
        public static readonly Setting BrokerCertificate = new Setting(
            "broker.certificate", SettingKind.CableFile, 0, 0, None, None, "The certificate that the device shows to the broker, a PEM file; needs broker.key");

        /// <summary>The key of the device's own certificate.</summary>
        public static readonly Setting BrokerKey = new Setting(
            "broker.key", SettingKind.CableFile, 0, 0, None, None, "The key of the device's certificate, a PEM file that is not encrypted");

        /// <summary>The Wi-Fi's name.</summary>
        public static readonly Setting WifiSsid = new Setting(
            "wifi.ssid", SettingKind.Text, 0, 31, None, None, "The Wi-Fi's name");

        /// <summary>The Wi-Fi's password.</summary>
        public static readonly Setting WifiPassword = new Setting(
            "wifi.password", SettingKind.Passphrase, 8, 63, None, None, "The Wi-Fi's password; empty for an open one");

        /// <summary>The serial port of the console.</summary>
        public static readonly Setting ConsolePort = new Setting(
            "console.port", SettingKind.SerialPort, 1, 4, None, "COM2", "The serial port of the console; the debugger has COM1");

        /// <summary>The baud rate of the console.</summary>
        public static readonly Setting ConsoleBaud = new Setting(
            "console.baud", SettingKind.Whole, 1200, 921600, "baud", "115200", "The console's speed; 8 data bits, no parity, 1 stop bit");

        /// <summary>The pin on which the console sends.</summary>
        public static readonly Setting ConsoleTx = new Setting(
            "console.tx", SettingKind.Pin, 0, HighestPin, None, "17", "The pin on which the console sends");

        /// <summary>The pin on which the console receives.</summary>
        public static readonly Setting ConsoleRx = new Setting(
            "console.rx", SettingKind.Pin, 0, HighestPin, None, "16", "The pin on which the console receives");

        /// <summary>The time server.</summary>
        public static readonly Setting TimeServer = new Setting(
            "time.server", SettingKind.Host, 1, MaxHost, None, "pool.ntp.org", "The SNTP server that tells the time");

        /// <summary>Every setting, in the order in which they are shown.</summary>
        public static Setting[] All
        {
            get
            {
                // Not in an initializer: a board runs those of one class before those of another, in an order that nobody says.
                if (_all == null)
                {
                    _all = WithSensors();
                }

                return _all;
            }
        }

        private static Setting[] _all;

        /// <summary>A sensor has been added, before any settings are read: values are kept by their place.</summary>
        internal static void SensorAdded()
        {
            _all = null;
        }

        /// <summary>The index of a setting in <see cref="All"/>; -1 if there is none of that name.</summary>
        public static int IndexOf(string name)
        {
            for (int i = 0; i < All.Length; i++)
            {
                if (All[i].Name == name)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The existing name that is closest to a wrong one.</summary>
        public static string Nearest(string name)
        {
            int best = 0;
            int least = int.MaxValue;
            for (int i = 0; i < All.Length; i++)
            {
                int distance = EditDistance.Between(name, All[i].Name);
                if (distance < least)
                {
                    least = distance;
                    best = i;
                }
            }

            return All[best].Name;
        }

        // Not kept beside the whole table.
        private static Setting[] Own()
        {
            return new Setting[]
            {
                DeviceId,
                MotionPin,
                MotionDebounce,
                MotionHold,
                MotionSettle,
                MotionMaxPerMinute,
                MotionNames,
                TemperatureDeadband,
                TemperatureHigh,
                TemperatureLow,
                TemperatureHysteresis,
                TemperaturePeriod,
                TemperatureNames,
                TemperatureAddresses,
                I2cSda,
                I2cScl,
                PublishLinger,
                StatePeriod,
                RingCapacity,
                StoreSize,
                BrokerHost,
                BrokerPort,
                BrokerPrefix,
                BrokerKeepAlive,
                BrokerUser,
                BrokerPassword,
                BrokerTls,
                BrokerCa,
                BrokerCertificate,
                BrokerKey,
                WifiSsid,
                WifiPassword,
                ConsolePort,
                ConsoleBaud,
                ConsoleTx,
                ConsoleRx,
                TimeServer,
            };
        }

        private static Setting[] WithSensors()
        {
            Setting[] all = Own();
            for (int i = 0; i < SensorTable.Quantities.Length; i++)
            {
                all = With(all, SensorTable.Quantities[i].Settings());
            }

            for (int i = 0; i < SensorTable.Switches.Length; i++)
            {
                all = With(all, SensorTable.Switches[i].Settings());
            }

            return all;
        }

        private static Setting[] With(Setting[] some, Setting[] more)
        {
            Setting[] all = new Setting[some.Length + more.Length];
            Array.Copy(some, all, some.Length);
            Array.Copy(more, 0, all, some.Length, more.Length);
            return all;
        }
    }
}
