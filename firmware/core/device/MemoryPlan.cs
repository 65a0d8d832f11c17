namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides what fits into the board's memory before anything is allocated, so that the console and the connection always have theirs. What does
    /// not fit is made smaller, or left out, and noted: first a large ring, then the store, then the ring, then sensors.
    /// </summary>
    /// <remarks>The sizes are those of nanoCLR's objects; a test compares them with the objects themselves.</remarks>
    public sealed class MemoryPlan
    {
        /// <summary>
        /// What must stay free besides ring, store and sensors: 21 kB for what the MQTT client, the threads, the network and the rest of the device take,
        /// and 6 kB for connecting and for edges that wait. Measured on the interpreter: firmware/esp32/MEASURED.md.
        /// </summary>
        public const int WorkingBytes = 27000;

        /// <summary>What must stay free while the device runs, for settings that are accepted on the console.</summary>
        public const int RestBytes = 8000;

        /// <summary>The store, whatever its size in flash is.</summary>
        public const int StoreBytes = 13100;

        /// <summary>A motion sensor, with its pin.</summary>
        public const int MotionSensorBytes = 2050;

        /// <summary>A thermometer, with its driver.</summary>
        public const int ThermometerBytes = 1500;

        /// <summary>A humidity or an air pressure of a thermometer: the values, the limits.</summary>
        public const int MeasurementBytes = 450;

        /// <summary>A sensor of your own, with its driver.</summary>
        public const int OwnMeterBytes = 1500;

        private const int BytesPerSlot = 12;
        private const int UsualSlots = 512;
        private const int MinSlots = 8;

        private readonly StartFaults _faults;
        private int _leftBytes;

        /// <summary>A plan that notes what does not fit.</summary>
        public MemoryPlan(StartFaults faults)
        {
            _faults = faults;
        }

        /// <summary>Whether the store fits.</summary>
        public bool HasStore { get; private set; }

        /// <summary>How many events the ring may hold.</summary>
        public int RingCapacityEvents { get; private set; }

        /// <summary>How many motion sensors fit.</summary>
        public int MotionSensors { get; private set; }

        /// <summary>Whether the sensors of your own fit.</summary>
        public bool HasOtherSensors { get; private set; }

        /// <summary>How many thermometers fit.</summary>
        public int Thermometers { get; private set; }

        /// <summary>What a ring takes: as many slots as the next power of two.</summary>
        public static int RingBytes(int capacityEvents)
        {
            return SlotsOf(capacityEvents) * BytesPerSlot;
        }

        /// <summary>What of the settings takes memory, in bytes.</summary>
        public static int Bytes(Settings settings)
        {
            return RingBytes(settings.RingCapacityEvents)
                + (settings.StoreKilobytes != 0 ? StoreBytes : 0)
                + (settings.MotionPins.Length * MotionSensorBytes)
                + (settings.ThermometerAddresses.Length * BytesOfThermometer(settings))
                + BytesOfOthers(settings);
        }

        /// <summary>Makes the plan.</summary>
        /// <param name="settings">What is asked for.</param>
        /// <param name="freeBytes">What is free now; 0 if that is unknown: then everything fits.</param>
        public void Make(Settings settings, int freeBytes)
        {
            RingCapacityEvents = settings.RingCapacityEvents;
            HasStore = settings.StoreKilobytes != 0;
            MotionSensors = settings.MotionPins.Length;
            Thermometers = settings.ThermometerAddresses.Length;
            HasOtherSensors = true;
            if (freeBytes == 0)
            {
                return;
            }

            _leftBytes = freeBytes - WorkingBytes - Bytes(settings);
            ShrinkRing(UsualSlots);
            if (_leftBytes < 0 && HasStore)
            {
                HasStore = false;
                _leftBytes += StoreBytes;
                _faults.Add(SettingsTable.StoreSize, "there is no memory for the store, which takes " + StoreBytes.ToString() + " bytes");
            }

            ShrinkRing(MinSlots);
            if (RingCapacityEvents != settings.RingCapacityEvents)
            {
                _faults.Add(SettingsTable.RingCapacity, "there is memory for " + RingCapacityEvents.ToString() + " events only");
            }

            DropSensors(settings);
        }

        private void ShrinkRing(int minSlots)
        {
            int slots = SlotsOf(RingCapacityEvents);
            while (_leftBytes < 0 && slots > minSlots)
            {
                slots /= 2;
                _leftBytes += slots * BytesPerSlot;
                RingCapacityEvents = slots;
            }
        }

        private void DropSensors(Settings settings)
        {
            if (_leftBytes < 0 && BytesOfOthers(settings) != 0)
            {
                HasOtherSensors = false;
                _leftBytes += BytesOfOthers(settings);
                NoteOthers(settings);
            }

            while (_leftBytes < 0 && MotionSensors > 0)
            {
                MotionSensors--;
                _leftBytes += MotionSensorBytes;
            }

            while (_leftBytes < 0 && Thermometers > 0)
            {
                Thermometers--;
                _leftBytes += BytesOfThermometer(settings);
            }

            if (MotionSensors < settings.MotionPins.Length)
            {
                _faults.Add(SettingsTable.MotionPin, "there is memory for " + MotionSensors.ToString() + " motion sensors only");
            }

            if (Thermometers < settings.ThermometerAddresses.Length)
            {
                _faults.Add(SettingsTable.TemperatureAddresses, "there is memory for " + Thermometers.ToString() + " thermometers only");
            }
        }

        private static int BytesOfThermometer(Settings settings)
        {
            int measurements = 0;
            for (int i = 0; i < settings.Quantities.Length; i++)
            {
                measurements += settings.Quantities[i].IsOfThermometers ? settings.Quantities[i].Count(1) : 0;
            }

            return ThermometerBytes + (measurements * MeasurementBytes);
        }

        private static int BytesOfOthers(Settings settings)
        {
            int bytes = 0;
            for (int i = 0; i < settings.Quantities.Length; i++)
            {
                bytes += settings.Quantities[i].IsOfThermometers ? 0 : settings.Quantities[i].Count(0) * OwnMeterBytes;
            }

            for (int i = 0; i < settings.Switches.Length; i++)
            {
                bytes += settings.Switches[i].Pins.Length * MotionSensorBytes;
            }

            return bytes;
        }

        private void NoteOthers(Settings settings)
        {
            for (int i = 0; i < settings.Quantities.Length; i++)
            {
                if (!settings.Quantities[i].IsOfThermometers && settings.Quantities[i].Count(0) != 0)
                {
                    _faults.Add(settings.Quantities[i].Quantity.Deadband, "there is no memory for this sensor");
                }
            }

            for (int i = 0; i < settings.Switches.Length; i++)
            {
                if (settings.Switches[i].Pins.Length != 0)
                {
                    _faults.Add(settings.Switches[i].State.Pin, "there is no memory for these sensors");
                }
            }
        }

        private static int SlotsOf(int capacityEvents)
        {
            int slots = 1;
            while (slots < capacityEvents)
            {
                slots *= 2;
            }

            return slots;
        }
    }
}
