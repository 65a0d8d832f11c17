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

        private const int MaxSources = 32;

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

        /// <summary>The pins, in the order of the device's pin sensors: motion, then the other states.</summary>
        public IMotionPin[] Pins { get; private set; }

        /// <summary>The numbers of <see cref="Pins"/>.</summary>
        public int[] PinNumbers { get; private set; }

        /// <summary>What is read for each of the device's measurement sensors.</summary>
        public IMeter[] MetersOfMeasurements { get; private set; }

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
            for (int i = 0; i < _settings.Switches.Length; i++)
            {
                _settings.Switches[i].Pins = plan.HasOtherSensors ? _settings.Switches[i].Pins : new int[0];
            }

            for (int i = 0; i < _settings.Quantities.Length && !plan.HasOtherSensors; i++)
            {
                _settings.Quantities[i].Sources = 0;
            }

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

        /// <summary>Opens bus, thermometers, other meters and pins. One that cannot be had never answers, or is always still.</summary>
        public void OpenSensors(IClock clock)
        {
            II2cBus bus = null;
            bool hasBus = (_settings.ThermometerAddresses.Length != 0 || HasOwnMeter())
                && MayUse(SettingsTable.I2cSda, _settings.SdaPin, true) && MayUse(SettingsTable.I2cScl, _settings.SclPin, true) && TryOpenBus(out bus);
            Meters = new IMeter[_settings.ThermometerAddresses.Length];
            for (int i = 0; i < Meters.Length; i++)
            {
                Meters[i] = hasBus ? OpenMeter(_settings.ThermometerAddresses[i]) : new NoMeter();
            }

            OpenMeasurements(bus, clock);
            OpenPins();
        }

        private bool HasOwnMeter()
        {
            bool has = false;
            for (int i = 0; i < _settings.Quantities.Length; i++)
            {
                has = has || (!_settings.Quantities[i].IsOfThermometers && _settings.Quantities[i].Count(0) != 0);
            }

            return has;
        }

        private void OpenMeasurements(II2cBus bus, IClock clock)
        {
            IMeter[] meters = new IMeter[_settings.Quantities.Length * MaxSources];
            int count = 0;
            for (int i = 0; i < _settings.Quantities.Length; i++)
            {
                QuantitySettings quantity = _settings.Quantities[i];
                for (int source = 0; source < quantity.Count(Meters.Length); source++)
                {
                    meters[count++] = quantity.IsOfThermometers ? Meters[source] : OpenOwn(quantity.Quantity, bus, clock);
                }
            }

            MetersOfMeasurements = new IMeter[count];
            Array.Copy(meters, MetersOfMeasurements, count);
        }

        private void OpenPins()
        {
            int count = _settings.MotionPins.Length;
            for (int i = 0; i < _settings.Switches.Length; i++)
            {
                count += _settings.Switches[i].Pins.Length;
            }

            Pins = new IMotionPin[count];
            PinNumbers = new int[count];
            int opened = OpenPins(0, _settings.MotionPins, SettingsTable.MotionPin, false);
            for (int i = 0; i < _settings.Switches.Length; i++)
            {
                Switch state = _settings.Switches[i].State;
                opened = OpenPins(opened, _settings.Switches[i].Pins, state.Pin, state.IsPulledUp);
            }
        }

        private int OpenPins(int from, int[] pins, Setting setting, bool isPulledUp)
        {
            for (int i = 0; i < pins.Length; i++)
            {
                PinNumbers[from + i] = pins[i];
                Pins[from + i] = MayUse(setting, pins[i], false) ? OpenPin(setting, pins[i], isPulledUp) : new NoPin();
            }

            return from + pins.Length;
        }

        private IMeter OpenOwn(Quantity quantity, II2cBus bus, IClock clock)
        {
            try
            {
                return bus == null || quantity.Open == null ? new NoMeter() : quantity.Open(bus, clock);
            }
            catch (Exception)
            {
                _faults.Add(quantity.Deadband, "the sensor could not be opened");
                return new NoMeter();
            }
        }

        private bool TryOpenBus(out II2cBus bus)
        {
            bus = null;
            try
            {
                bus = _parts.OpenBus(_settings.SdaPin, _settings.SclPin);
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

        private IMotionPin OpenPin(Setting setting, int pin, bool isPulledUp)
        {
            try
            {
                return _parts.OpenPin(pin, isPulledUp);
            }
            catch (Exception)
            {
                _faults.Add(setting, "pin " + pin.ToString() + " could not be opened");
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
