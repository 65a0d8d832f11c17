using System;
using System.Device.I2c;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.PowerMode;
using NanoEvents.Firmware;
using UnitsNet;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// A BME280 or BMP280. The driver takes any answer of the bus for a reading, so before each one the sensor is asked whether it is there and measuring;
    /// one that is not is looked for again after a while.
    /// </summary>
    public sealed class Bmx280Thermometer : IThermometer
    {
        private const int BusId = 1;
        private const byte ChipIdRegister = 0xD0;
        private const byte Bme280Id = 0x60;
        private const byte Bmp280Id = 0x58;
        private const byte ControlRegister = 0xF4;
        private const int ModeMask = 3;

        private readonly IClock _clock;
        private readonly Backoff _backoff = new Backoff(5000, 60000, 0);
        private readonly I2cDevice[] _devices;
        private I2cDevice _found;
        private Bmx280Base _driver;
        private long _lookAtMs;

        /// <summary>A sensor at one address, or at either.</summary>
        /// <param name="clock">For how long to leave an absent sensor alone.</param>
        /// <param name="address">0x76 or 0x77; 0 to look at both.</param>
        public Bmx280Thermometer(IClock clock, int address)
        {
            _clock = clock;
            _devices = address != 0
                ? new I2cDevice[] { Open(address) }
                : new I2cDevice[] { Open(Bmx280Base.SecondaryI2cAddress), Open(Bmx280Base.DefaultI2cAddress) };
        }

        /// <inheritdoc/>
        public bool TryRead(out int centiCelsius)
        {
            centiCelsius = 0;
            try
            {
                return (IsMeasuring() || TryStart()) && TryMeasure(out centiCelsius);
            }
            catch (Exception)
            {
                // The driver throws for what it finds on the bus: it is a sensor that does not answer.
                _driver = null;
                return false;
            }
        }

        // A sensor that was unplugged and is back sleeps, and would tell its last value for ever.
        private bool IsMeasuring()
        {
            return _driver != null && ReadRegister(_found, ControlRegister, out int control) && (control & ModeMask) == (int)Bmx280PowerMode.Normal;
        }

        private bool TryStart()
        {
            _driver = null;
            if (_clock.UptimeMs < _lookAtMs)
            {
                return false;
            }

            for (int i = 0; i < _devices.Length; i++)
            {
                if (ReadRegister(_devices[i], ChipIdRegister, out int id) && (id == Bme280Id || id == Bmp280Id))
                {
                    _found = _devices[i];
                    _driver = id == Bme280Id ? (Bmx280Base)new Bme280(_found) : new Bmp280(_found);
                    StartDriver();
                    _backoff.Succeeded();
                    return true;
                }
            }

            _lookAtMs = _clock.UptimeMs + _backoff.Failed();
            return false;
        }

        private void StartDriver()
        {
            _driver.TemperatureSampling = Sampling.Standard;
            _driver.PressureSampling = Sampling.Skipped;
            if (_driver is Bme280)
            {
                ((Bme280)_driver).HumiditySampling = Sampling.Skipped;
            }

            _driver.SetPowerMode(Bmx280PowerMode.Normal);
            System.Threading.Thread.Sleep(_driver.GetMeasurementDuration());
        }

        private bool TryMeasure(out int centiCelsius)
        {
            bool isRead = _driver.TryReadTemperature(out Temperature temperature);
            double centi = temperature.DegreesCelsius * 100;
            centiCelsius = (int)(centi < 0 ? centi - 0.5 : centi + 0.5);
            return isRead;
        }

        private static bool ReadRegister(I2cDevice device, byte register, out int value)
        {
            byte[] answer = new byte[1];
            I2cTransferResult result = device.WriteRead(new byte[] { register }, answer);
            value = answer[0];
            return result.Status == I2cTransferStatus.FullTransfer;
        }

        private static I2cDevice Open(int address)
        {
            return I2cDevice.Create(new I2cConnectionSettings(BusId, address));
        }
    }
}
