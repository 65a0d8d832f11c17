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
    public sealed class Bmx280Thermometer : IThermometer, IMeter
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
        private readonly bool _measuresHumidity;
        private readonly bool _measuresPressure;
        private I2cDevice _found;
        private Bmx280Base _driver;
        private long _lookAtMs;

        /// <summary>A sensor at one address, or at either.</summary>
        /// <param name="clock">For how long to leave an absent sensor alone.</param>
        /// <param name="address">0x76 or 0x77; 0 to look at both.</param>
        /// <param name="settings">What to measure besides the temperature.</param>
        public Bmx280Thermometer(IClock clock, int address, Settings settings)
        {
            _clock = clock;
            _measuresHumidity = settings.HumidityDeadband != Settings.Off;
            _measuresPressure = settings.PressureDeadband != Settings.Off;
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

        /// <inheritdoc/>
        public bool TryMeasure(EventKind kind, out int value)
        {
            // After a temperature: a driver that is there has answered just before.
            value = 0;
            try
            {
                return kind == EventKind.Humidity ? TryHumidity(out value) : kind == EventKind.Pressure && TryPressure(out value);
            }
            catch (Exception)
            {
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
            _driver.PressureSampling = _measuresPressure ? Sampling.Standard : Sampling.Skipped;
            if (_driver is Bme280)
            {
                ((Bme280)_driver).HumiditySampling = _measuresHumidity ? Sampling.Standard : Sampling.Skipped;
            }

            _driver.SetPowerMode(Bmx280PowerMode.Normal);
            System.Threading.Thread.Sleep(_driver.GetMeasurementDuration());
        }

        private bool TryMeasure(out int centiCelsius)
        {
            bool isRead = _driver.TryReadTemperature(out Temperature temperature);
            centiCelsius = Hundredths(temperature.DegreesCelsius);
            return isRead;
        }

        // A BMP280 has no hygrometer.
        private bool TryHumidity(out int percent)
        {
            percent = 0;
            Bme280 driver = _driver as Bme280;
            if (driver == null || !driver.TryReadHumidity(out RelativeHumidity humidity))
            {
                return false;
            }

            percent = Hundredths(humidity.Percent);
            return true;
        }

        private bool TryPressure(out int hectopascals)
        {
            hectopascals = 0;
            if (_driver == null || !_driver.TryReadPressure(out Pressure pressure))
            {
                return false;
            }

            hectopascals = Hundredths(pressure.Hectopascals);
            return true;
        }

        private static int Hundredths(double value)
        {
            return (int)((value * 100) + (value < 0 ? -0.5 : 0.5));
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
