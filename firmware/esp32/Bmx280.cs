using System.Device.I2c;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.PowerMode;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>A BME280 or BMP280 on the I2C bus. It only transfers; <see cref="ChipMeter"/> decides.</summary>
    public sealed class Bmx280 : ISensorChip
    {
        private const int BusId = 1;
        private const byte ControlRegister = 0xF4;

        // The board's clock has steps of 10 ms, so a sleep may be that much shorter; a sensor that has not measured yet reports 26 °C.
        private const int ClockStepMs = 10;

        private readonly I2cDevice[] _devices;
        private readonly Sampling _humidity;
        private readonly Sampling _pressure;
        private readonly int _measuring;
        private I2cDevice _found;
        private Bmx280Base _driver;

        /// <summary>A sensor at one address, or at either.</summary>
        /// <param name="address">0x76 or 0x77; 0 to try both.</param>
        /// <param name="settings">Which values to measure besides the temperature.</param>
        public Bmx280(int address, Settings settings)
        {
            _humidity = settings.Humidity.Deadband != Settings.Off ? Sampling.Standard : Sampling.Skipped;
            _pressure = settings.Pressure.Deadband != Settings.Off ? Sampling.Standard : Sampling.Skipped;
            _measuring = ((int)Sampling.Standard << 5) | ((int)_pressure << 2) | (int)Bmx280PowerMode.Normal;
            int[] addresses = address != 0 ? new int[] { address } : new int[] { Bmx280Base.SecondaryI2cAddress, Bmx280Base.DefaultI2cAddress };
            _devices = new I2cDevice[addresses.Length];
            for (int i = 0; i < addresses.Length; i++)
            {
                _devices[i] = I2cDevice.Create(new I2cConnectionSettings(BusId, addresses[i]));
            }
        }

        /// <inheritdoc/>
        public int Addresses
        {
            get { return _devices.Length; }
        }

        /// <inheritdoc/>
        public bool TryStart(int address)
        {
            _found = _devices[address];
            _driver = Bmx280Values.CreateDriver(_found, _humidity);
            if (_driver == null)
            {
                return false;
            }

            _driver.PressureSampling = _pressure;
            _driver.SetPowerMode(Bmx280PowerMode.Normal);
            System.Threading.Thread.Sleep(_driver.GetMeasurementDuration() + ClockStepMs);
            return true;
        }

        /// <inheritdoc/>
        public bool IsMeasuring()
        {
            return Bmx280Values.TryReadRegister(_found, ControlRegister, out int control) && control == _measuring;
        }

        /// <inheritdoc/>
        public bool TryRead(EventKind kind, out int value)
        {
            return Bmx280Values.TryRead(_driver, kind, out value);
        }
    }
}
