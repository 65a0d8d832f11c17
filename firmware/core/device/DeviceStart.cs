using System;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Puts the device together, after the console has started. Whatever the settings ask for and the board does not have becomes a fault, and the
    /// device runs without it.
    /// </summary>
    public sealed class DeviceStart
    {
        private const int MinRingEvents = 8;

        private readonly Settings _settings;
        private readonly ChipPins _chip;
        private readonly IBoardParts _parts;
        private readonly StartFaults _faults;
        private readonly int[] _usedPins = new int[ChipMostPins];
        private int _used;

        // No chip has more.
        private const int ChipMostPins = 64;

        /// <summary>Nothing is opened yet.</summary>
        /// <param name="settings">What is asked for. What cannot be had is taken out of them.</param>
        /// <param name="chip">The chip's pins.</param>
        /// <param name="parts">What the board opens.</param>
        /// <param name="faults">Gets what could not be had.</param>
        public DeviceStart(Settings settings, ChipPins chip, IBoardParts parts, StartFaults faults)
        {
            _settings = settings;
            _chip = chip;
            _parts = parts;
            _faults = faults;
        }

        /// <summary>The pins of the motion sensors, in their order.</summary>
        public IMotionPin[] Pins { get; private set; }

        /// <summary>What is read, in the order of the thermometers.</summary>
        public IMeter[] Meters { get; private set; }

        /// <summary>Says that the console has taken its pins.</summary>
        public void Use(int pin)
        {
            _usedPins[_used++] = pin;
        }

        /// <summary>Limits the settings to what fits into the memory, and opens the store. Null if there is none, or if it cannot be had.</summary>
        public EventStore OpenStore(Boot boot)
        {
            MemoryPlan plan = new MemoryPlan(_faults);
            plan.Make(_settings, _parts.FreeBytes);
            _settings.RingCapacityEvents = plan.RingCapacityEvents;
            _settings.MotionPins = First(_settings.MotionPins, plan.MotionSensors);
            _settings.ThermometerAddresses = First(_settings.ThermometerAddresses, plan.Thermometers);
            if (!plan.HasStore && _settings.StoreKilobytes != 0)
            {
                // Its pages stay for a start that has the memory.
                return null;
            }

            try
            {
                return EventStore.Open(_parts.Pages, _settings, boot);
            }
            catch (Exception)
            {
                _faults.Add(SettingsTable.StoreSize, "the store could not be opened");
                return null;
            }
        }

        /// <summary>Puts the device together, with a smaller ring if there is no memory after all.</summary>
        public Device Create(Boot boot, IClock clock, ILink link, Backoff backoff, int driftPpm, EventStore store, Counters counters)
        {
            while (true)
            {
                try
                {
                    return new Device(
                        _settings, boot, _settings.ThermometerAddresses.Length, _settings.MotionPins.Length, clock, clock, link, backoff, driftPpm, store, counters);
                }
                catch (OutOfMemoryException)
                {
                    if (_settings.RingCapacityEvents <= MinRingEvents)
                    {
                        throw;
                    }

                    _settings.RingCapacityEvents /= 2;
                }

                _faults.Add(SettingsTable.RingCapacity, "there is memory for " + _settings.RingCapacityEvents.ToString() + " events only");
            }
        }

        /// <summary>Opens bus, thermometers and pins. One that cannot be had never answers, or is always still.</summary>
        public void OpenSensors()
        {
            bool hasBus = _settings.ThermometerAddresses.Length != 0
                && MayUse(SettingsTable.I2cSda, _settings.SdaPin, true) && MayUse(SettingsTable.I2cScl, _settings.SclPin, true) && TryOpenBus();
            Meters = new IMeter[_settings.ThermometerAddresses.Length];
            for (int i = 0; i < Meters.Length; i++)
            {
                Meters[i] = hasBus ? OpenMeter(_settings.ThermometerAddresses[i]) : new NoMeter();
            }

            Pins = new IMotionPin[_settings.MotionPins.Length];
            for (int i = 0; i < Pins.Length; i++)
            {
                Pins[i] = MayUse(SettingsTable.MotionPin, _settings.MotionPins[i], false) ? OpenPin(_settings.MotionPins[i]) : new NoPin();
            }
        }

        private bool TryOpenBus()
        {
            try
            {
                _parts.OpenBus(_settings.SdaPin, _settings.SclPin);
                return true;
            }
            catch (Exception)
            {
                _faults.Add(SettingsTable.I2cSda, "the I2C bus could not be opened on pins " + _settings.SdaPin.ToString() + " and " + _settings.SclPin.ToString());
                return false;
            }
        }

        private IMeter OpenMeter(int address)
        {
            try
            {
                return _parts.OpenMeter(address);
            }
            catch (Exception)
            {
                _faults.Add(SettingsTable.TemperatureAddresses, "a thermometer could not be opened");
                return new NoMeter();
            }
        }

        private IMotionPin OpenPin(int pin)
        {
            try
            {
                return _parts.OpenPin(pin);
            }
            catch (Exception)
            {
                _faults.Add(SettingsTable.MotionPin, "pin " + pin.ToString() + " could not be opened");
                return new NoPin();
            }
        }

        // A pin that has other work must not even be tried: opening a pin of the flash memory restarts some boards, and one of the console silences it.
        private bool MayUse(Setting setting, int pin, bool isOutput)
        {
            string refusal = _chip.Refusal(pin, isOutput);
            for (int i = 0; i < _used && refusal == null; i++)
            {
                refusal = _usedPins[i] == pin ? "pin " + pin.ToString() + " is used twice" : null;
            }

            if (refusal != null)
            {
                _faults.Add(setting, refusal);
                return false;
            }

            _usedPins[_used++] = pin;
            return true;
        }

        private static int[] First(int[] all, int count)
        {
            int[] first = new int[count];
            Array.Copy(all, first, count);
            return first;
        }
    }

    /// <summary>The pin of a motion sensor that could not be opened.</summary>
    public sealed class NoPin : IMotionPin
    {
        /// <inheritdoc/>
        public bool Read()
        {
            return false;
        }

        /// <inheritdoc/>
        public void Listen(bool isOn)
        {
        }
    }

    /// <summary>A thermometer that could not be opened.</summary>
    public sealed class NoMeter : IMeter
    {
        /// <inheritdoc/>
        public bool TryMeasure(EventKind kind, out int value)
        {
            value = 0;
            return false;
        }
    }
}
