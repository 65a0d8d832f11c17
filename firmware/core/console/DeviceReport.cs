using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>The console's answers to `stats` and `test`: the device's counters, and whether its sensors and its broker answer.</summary>
    public sealed class DeviceReport
    {
        private const string Oscillates = " oscillates: its pin is switched off, and looked at again";

        // By CounterId; the README of the protocol says each one's meaning.
        private static readonly string[] _counterNames = new string[]
        {
            "",
            "edges",
            "edges debounced",
            "edges while settling",
            "edges in chatter",
            "sensor failures",
            "events dropped",
            "messages sent again",
            "reconnects",
            "threads restarted",
            "edges missed",
        };

        // By Topic.
        private static readonly string[] _topics = new string[] { "events", "state", "names" };

        private readonly StartFaults _faults;
        private readonly Boot _boot;
        private readonly SettingsKeeper _keeper;
        private readonly IClock _clock;
        private readonly IConsoleBoard _board;
        private readonly RingReport _ring;
        private readonly IConsoleOutput _output;

        /// <summary>Reads all of these; owns none.</summary>
        public DeviceReport(
            Boot boot, SettingsKeeper keeper, IClock clock, IConsoleBoard board, RingReport ring, IConsoleOutput output, StartFaults faults)
        {
            _faults = faults;
            _boot = boot;
            _keeper = keeper;
            _clock = clock;
            _board = board;
            _ring = ring;
            _output = output;
        }

        /// <summary>The device that runs; null as long as there is none.</summary>
        public Device Device { get; set; }

        /// <summary>The counters of the device since it started.</summary>
        public string Stats()
        {
            _output.WriteLine("  firmware " + Boot.FirmwareVersion + ", boot " + _boot.Id.ToString() + ", up for " + (_clock.UptimeMs / 1000).ToString() + " s");
            _output.WriteLine("  device " + new Settings(_keeper.Running).DeviceId);
            for (int i = 0; i < _faults.Count; i++)
            {
                _output.WriteLine("  fault " + _faults.Text(i));
            }

            _output.WriteLine("  settings " + SettingsState());
            if (Device != null)
            {
                WriteDevice(Device);
            }

            if (_board.FreeBytes != 0)
            {
                _output.WriteLine("  memory " + _board.FreeBytes.ToString() + " bytes free");
            }

            return Device == null ? Answer.Error("the device has not been put together yet") : Answer.Ok("stats");
        }

        private void WriteDevice(Device device)
        {
            EventRing ring = device.Ring;
            _output.WriteLine("  broker " + (device.Connection.IsOpen ? "connected, last heard " + (device.Connection.SilentMs / 1000).ToString() + " s ago" : "not connected"));
            string refused = Refused(device);
            if (refused.Length != 0)
            {
                _output.WriteLine("  " + refused);
            }

            _output.WriteLine("  events " + ((uint)ring.LastNumber).ToString() + " raised, " + ((uint)(ring.Next - device.Outbox.FirstUnacknowledged)).ToString() + " not acknowledged");
            WriteTraffic(device.Connection.Traffic);
            _output.WriteLine("  ring " + ring.CapacityEvents.ToString() + " events, " + _ring.Size(ring.CapacityEvents));
            if (device.Store != null)
            {
                WriteStore(device.Store);
            }

            for (int id = CounterId.Edges; id < CounterId.Count; id++)
            {
                int value = device.Tally[id];
                if (value != 0)
                {
                    _output.WriteLine("  " + _counterNames[id] + " " + ((uint)value).ToString());
                }
            }

            for (int i = 0; i < device.MotionSensors.Length; i++)
            {
                if (device.MotionSensors[i].IsOff)
                {
                    _output.WriteLine("  motion " + i.ToString() + Oscillates);
                }
            }
        }

        /// <summary>Prints the value of each sensor, and tries to reach a broker.</summary>
        public string Test(string host, int port)
        {
            string wrong = Device == null ? "the device has not been put together yet" : Both(TestThermometers(Device), TestMeasurements(Device));
            for (int i = 0; Device != null && i < Device.MotionSensors.Length; i++)
            {
                MotionSensor sensor = Device.MotionSensors[i];
                _output.WriteLine("  motion " + i.ToString() + (sensor.IsOff ? Oscillates : sensor.Level ? " moving" : " still"));
            }

            if (Device != null)
            {
                WriteSwitches(Device);
            }

            bool isReached = host.Length != 0 && _board.TryReach(host, port);
            string broker = host.Length == 0 ? "broker.host is not set" : "broker " + host + ":" + port.ToString() + (isReached ? " answers" : " does not answer");
            _output.WriteLine("  " + broker);
            wrong = isReached ? wrong : wrong.Length == 0 ? broker : wrong + "; " + broker;
            return wrong.Length == 0 ? Answer.Ok("sensors and broker answer") : Answer.Error(wrong);
        }

        /// <summary>The messages that the broker refuses repeatedly, and the device's reaction; empty if there are none.</summary>
        public static string Refused(Device device)
        {
            Publisher publisher = device.Publisher;
            int most = publisher.Size.MaxEvents;
            return publisher.Size.IsStuck
                ? "the broker refuses even a single event: check how large a message it takes, and what this user may publish; everything waits for it, until it is given up"
                : most < BatchFormat.MaxEvents
                    ? "the broker has refused larger batches: they have at most " + most.ToString() + " events now; check how large a message it takes"
                    : RefusedRetained(device.Retained);
        }

        private static string RefusedRetained(RetainedMessages retained)
        {
            return retained.IsStateRefused
                ? "the broker has refused the state of the sensors: it is sent seldom now; check how large a message it takes, and what this user may publish"
                : retained.AreNamesRefused
                    ? "the broker has refused the names of the sensors: they are sent seldom now; let this user publish the device's topic names" : string.Empty;
        }

        private void WriteTraffic(Traffic traffic)
        {
            for (int topic = 0; topic < Topic.Count; topic++)
            {
                _output.WriteLine("  sent " + _topics[topic] + " " + traffic.Messages(topic).ToString() + " messages, " + traffic.Bytes(topic).ToString() + " bytes of payload");
            }

            _output.WriteLine("  connections " + traffic.Connections.ToString() + ", each with a status");
        }

        private void WriteStore(EventStore store)
        {
            _output.WriteLine("  store " + store.PagesUsed.ToString() + " of " + store.Pages.ToString() + " pages, " + store.Writes.ToString() + " written, "
                + store.Refused.ToString() + " put off to spare the flash, " + store.Failed.ToString() + " failed, " + store.Overwritten.ToString() + " events overwritten");
        }

        private string TestThermometers(Device device)
        {
            string wrong = string.Empty;
            for (int i = 0; i < device.TemperatureSensors.Length; i++)
            {
                TemperatureSensor sensor = device.TemperatureSensors[i];
                string name = "thermometer " + i.ToString();
                if (sensor.TryGetFault(out FaultReason reason, out int ticks))
                {
                    name += reason == FaultReason.OutOfRange ? " shows what cannot be: check its wiring" : " does not answer: check its wiring and temperature.addresses";
                    wrong = wrong.Length == 0 ? name : wrong + "; " + name;
                }
                else if (sensor.TryGetReading(out int centiCelsius, out ticks))
                {
                    long agoTicks = unchecked((uint)((int)(_clock.UptimeMs / BatchFormat.TickMs) - ticks));
                    name += " " + Decimals.FormatHundredths(centiCelsius) + " °C, " + (agoTicks * BatchFormat.TickMs / 1000).ToString() + " s ago";
                }
                else
                {
                    name += " has not been read yet";
                }

                _output.WriteLine("  " + name);
            }

            return wrong;
        }

        private string TestMeasurements(Device device)
        {
            string wrong = string.Empty;
            for (int i = 0; i < device.MeasurementSensors.Length; i++)
            {
                MeasurementSensor sensor = device.MeasurementSensors[i];
                Quantity quantity = sensor.Quantity;
                string name = quantity.Name + " " + sensor.Source.ToString();
                if (sensor.TryGetFault(out FaultReason reason, out int _))
                {
                    name += reason == FaultReason.OutOfRange ? " shows what cannot be: check its wiring" : " does not answer: check its wiring";
                    wrong = Both(wrong, name);
                }
                else
                {
                    name += sensor.TryGetReading(out int value, out int _) ? " " + Decimals.Format(value, quantity.Decimals) + " " + quantity.Unit : " has not been read yet";
                }

                _output.WriteLine("  " + name);
            }

            return wrong;
        }

        private void WriteSwitches(Device device)
        {
            int next = 0;
            for (int i = 0; i < device.Settings.Switches.Length; i++)
            {
                Switch state = device.Settings.Switches[i].State;
                for (int source = 0; source < device.Settings.Switches[i].Pins.Length; source++)
                {
                    MotionSensor sensor = device.SwitchSensors[next++];
                    _output.WriteLine("  " + state.Name + " " + source.ToString() + (sensor.IsOff ? Oscillates : " " + (sensor.Level ? state.On : state.Off)));
                }
            }
        }

        private static string Both(string one, string other)
        {
            return one.Length == 0 || other.Length == 0 ? one + other : one + "; " + other;
        }

        private string SettingsState()
        {
            string state = _keeper.IsRecovered
                ? "recovered: the saved files were spoilt, and those that connected last apply"
                : _keeper.IsRolledBack
                    ? "rolled back: newer ones did not connect"
                    : _keeper.CanGoBack ? "on trial until the broker is connected" : "as saved";
            return state + OfChange(_keeper.Change);
        }

        private static string OfChange(ChangeResult change)
        {
            switch (change)
            {
                case ChangeResult.Merged:
                    return "; the change from the USB cable is merged";
                case ChangeResult.Incomplete:
                    return "; the change from the USB cable was incomplete and is ignored: send it again";
                case ChangeResult.Refused:
                    return "; the change from the USB cable has an invalid value, or is too long, and is ignored";
                case ChangeResult.NotWritten:
                    return "; the board's storage did not accept the change from the USB cable: the next start tries again";
                default:
                    return string.Empty;
            }
        }
    }
}
