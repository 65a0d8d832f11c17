using System;
using System.Threading;

namespace NanoEvents.Firmware
{
    /// <summary>Puts the firmware together from the parts that the board or the simulator provides. Two threads call its steps.</summary>
    public sealed class Device
    {
        /// <summary>The ring in which events wait.</summary>
        public readonly EventRing Ring;

        /// <summary>The events that are on their way to the broker.</summary>
        public readonly Outbox Outbox;

        /// <summary>The counters.</summary>
        public readonly Counters Counters;

        /// <summary>The settings with which it runs: without what could not be had.</summary>
        public readonly Settings Settings;

        /// <summary>Every counter, those that follow from other numbers among them.</summary>
        public readonly Tally Tally;

        /// <summary>The wall clock. The board sets it.</summary>
        public readonly WallClock WallClock;

        /// <summary>One for each thermometer.</summary>
        public readonly TemperatureSensor[] TemperatureSensors;

        /// <summary>One for each motion pin.</summary>
        public readonly MotionSensor[] MotionSensors;

        /// <summary>One for each source of each quantity that is on.</summary>
        public readonly MeasurementSensor[] MeasurementSensors;

        /// <summary>One for each pin of another state than motion.</summary>
        public readonly MotionSensor[] SwitchSensors;

        /// <summary>One for each pin: those of motion, then the others.</summary>
        public readonly MotionSensor[] PinSensors;

        /// <summary>What the sealers share.</summary>
        public readonly Envelope Envelope;

        /// <summary>Makes batches of the outbox.</summary>
        public readonly EventSealer EventSealer;

        /// <summary>Makes states.</summary>
        public readonly StateSealer StateSealer;

        /// <summary>Makes the message with the names of the sources.</summary>
        public readonly NamesSealer NamesSealer;

        /// <summary>Decides when state and names are sent.</summary>
        public readonly RetainedMessages Retained;

        /// <summary>Keeps the link open.</summary>
        public readonly Connection Connection;

        /// <summary>Where batches go while the broker is away; null if the store is off.</summary>
        public readonly EventStore Store;

        /// <summary>Decides what is sent, and when.</summary>
        public readonly Publisher Publisher;

        /// <summary>Set when the publishing thread has something to do.</summary>
        public readonly AutoResetEvent Wake = new AutoResetEvent(false);

        private int _steps;

        /// <summary>Allocates all memory that the firmware needs.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="boot">The id and the cause of this run.</param>
        /// <param name="thermometers">How many thermometers there are.</param>
        /// <param name="motionPins">How many motion pins there are.</param>
        /// <param name="clock">The device's time.</param>
        /// <param name="networkClock">The time of the network; on a board the same clock.</param>
        /// <param name="link">The way to the broker.</param>
        /// <param name="backoff">How long to wait between attempts to connect.</param>
        /// <param name="driftPpm">By how much the device's clock may run fast or slow, in parts per million.</param>
        /// <param name="store">Where batches go while the broker is away; null for none.</param>
        /// <param name="counters">The counters, if there are any yet.</param>
        public Device(
            Settings settings,
            Boot boot,
            int thermometers,
            int motionPins,
            IClock clock,
            IClock networkClock,
            ILink link,
            Backoff backoff,
            int driftPpm,
            EventStore store = null,
            Counters counters = null)
        {
            Settings = settings;
            Counters = counters ?? new Counters();
            WallClock = new WallClock(driftPpm, Wake);
            Ring = new EventRing(settings.RingCapacityEvents, 1, Wake);
            Outbox = new Outbox(Ring);
            TemperatureSensors = new TemperatureSensor[thermometers];
            for (int i = 0; i < thermometers; i++)
            {
                TemperatureSensors[i] = new TemperatureSensor(i, settings, Ring, Counters);
            }

            EdgeBudget budget = new EdgeBudget();
            MotionSensors = new MotionSensor[motionPins];
            for (int i = 0; i < motionPins; i++)
            {
                MotionSensors[i] = new MotionSensor(i, settings, Ring, Counters, budget);
            }

            MeasurementSensors = Measurements(settings.Quantities, thermometers);
            SwitchSensors = Switches(settings.Switches, settings.MotionMaxPerMinute, budget);
            PinSensors = new MotionSensor[motionPins + SwitchSensors.Length];
            Array.Copy(MotionSensors, PinSensors, motionPins);
            Array.Copy(SwitchSensors, 0, PinSensors, motionPins, SwitchSensors.Length);
            Tally = new Tally(Ring, Counters, PinSensors);
            Envelope = new Envelope(boot, WallClock, Tally);
            EventSealer = new EventSealer(Envelope, Outbox);
            StateSealer = new StateSealer(Envelope, Ring, Outbox, TemperatureSensors, MotionSensors, SwitchSensors, MeasurementSensors, settings);
            NamesSealer = new NamesSealer(Envelope, settings, thermometers, motionPins);
            Retained = new RetainedMessages(StateSealer, NamesSealer, WallClock, PinSensors, settings.StateMs);
            Connection = new Connection(link, networkClock, backoff, Counters, Wake);
            Store = store;
            Publisher = new Publisher(Connection, clock, Ring, Outbox, Envelope, EventSealer, Retained, Counters, settings, store);
        }

        /// <summary>How many steps the publishing thread has done; for the watchdog.</summary>
        public int Steps
        {
            get { return _steps; }
        }

        /// <summary>Whether the sampling thread is to look at a pin. If not, it may sleep on.</summary>
        public bool WantsLook
        {
            get
            {
                for (int i = 0; i < PinSensors.Length; i++)
                {
                    if (PinSensors[i].WantsLook)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        /// <summary>The publishing thread's step. The connection may use another clock, and has its own waiting time.</summary>
        /// <returns>How long until the next step of the publisher is due, in ms of the device's time, unless <see cref="Wake"/> is set.</returns>
        public int Step()
        {
            if (Connection.Step())
            {
                Publisher.OnOpened();
            }

            int waitMs = Publisher.Step();
            _steps = unchecked(_steps + 1);
            return waitMs;
        }

        private MeasurementSensor[] Measurements(QuantitySettings[] quantities, int thermometers)
        {
            int count = 0;
            for (int i = 0; i < quantities.Length; i++)
            {
                count += quantities[i].Count(thermometers);
            }

            MeasurementSensor[] sensors = new MeasurementSensor[count];
            int made = 0;
            for (int i = 0; i < quantities.Length; i++)
            {
                for (int source = 0; source < quantities[i].Count(thermometers); source++)
                {
                    sensors[made++] = new MeasurementSensor(quantities[i], source, Ring, Counters);
                }
            }

            return sensors;
        }

        private MotionSensor[] Switches(SwitchSettings[] states, int maxPerMinute, EdgeBudget budget)
        {
            int count = 0;
            for (int i = 0; i < states.Length; i++)
            {
                count += states[i].Pins.Length;
            }

            MotionSensor[] sensors = new MotionSensor[count];
            int made = 0;
            for (int i = 0; i < states.Length; i++)
            {
                for (int source = 0; source < states[i].Pins.Length; source++)
                {
                    sensors[made++] = new MotionSensor(states[i].State.Kind, source, states[i].DebounceMs, maxPerMinute, Ring, Counters, budget);
                }
            }

            return sensors;
        }
    }
}
