using System;
using System.Device.I2c;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.PowerMode;
using NanoEvents.Firmware;
using UnitsNet;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// A BME280 or BMP280. The driver accepts any answer of the bus as a reading, and a failed transfer as zeros. So before each reading the sensor
    /// is asked whether it is there and measuring, everything is read twice and must agree. An absent sensor is tried again, and a sensor that
    /// answers nonsense is reset.
    /// </summary>
    public sealed class Bmx280Thermometer : IThermometer, IMeter
    {
        private const int BusId = 1;
        private const byte ChipIdRegister = 0xD0;
        private const byte Bme280Id = 0x60;
        private const byte Bmp280Id = 0x58;
        private const byte ControlRegister = 0xF4;

        // Less than the sensor's own error; more than a temperature moves from one measurement to the next.
        private const int AgreeCentiCelsius = 20;

        // The board's clock has steps of 10 ms, so a sleep may be that much shorter; a sensor that has not measured yet reports 26 °C.
        private const int ClockStepMs = 10;

        private readonly SensorWatch _watch;
        private readonly I2cDevice[] _devices;
        private readonly bool _measuresHumidity;
        private readonly bool _measuresPressure;
        private readonly int _measuring;
        private I2cDevice _found;
        private Bmx280Base _driver;

        /// <summary>A sensor at one address, or at either.</summary>
        /// <param name="clock">The clock for the wait before it looks for an absent sensor again.</param>
        /// <param name="address">0x76 or 0x77; 0 to try both.</param>
        /// <param name="settings">Which values to measure besides the temperature.</param>
        public Bmx280Thermometer(IClock clock, int address, Settings settings)
        {
            _watch = new SensorWatch(clock);
            _measuresHumidity = settings.HumidityDeadband != Settings.Off;
            _measuresPressure = settings.PressureDeadband != Settings.Off;
            int pressure = (int)(_measuresPressure ? Sampling.Standard : Sampling.Skipped);
            _measuring = ((int)Sampling.Standard << 5) | (pressure << 2) | (int)Bmx280PowerMode.Normal;
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
                bool isRead = (IsMeasuring() && TryMeasure(out centiCelsius)) || (TryStart() && TryMeasure(out centiCelsius));
                return isRead && Judge(EventKind.Temperature, centiCelsius);
            }
            catch (Exception)
            {
                // The driver throws for unexpected bytes on the bus: treat it as a sensor that does not answer.
                _driver = null;
                return false;
            }
        }

        /// <inheritdoc/>
        public bool TryMeasure(EventKind kind, out int value)
        {
            // Called after a temperature, so a driver that exists has just answered.
            value = 0;
            try
            {
                bool isRead = kind == EventKind.Humidity ? TryHumidity(out value) : kind == EventKind.Pressure && TryPressure(out value);
                return isRead && Judge(kind, value);
            }
            catch (Exception)
            {
                _driver = null;
                return false;
            }
        }

        // The driver resets the sensor when it is created, so the next reading creates a new driver.
        private bool Judge(EventKind kind, int value)
        {
            _driver = _watch.MustRestart(kind, value) ? null : _driver;
            return true;
        }

        // A sensor that was unplugged and is back sleeps, and would report its last value forever.
        private bool IsMeasuring()
        {
            return _driver != null && ReadRegister(_found, ControlRegister, out int control) && control == _measuring;
        }

        private bool TryStart()
        {
            _driver = null;
            if (!_watch.MayStart)
            {
                return false;
            }

            for (int i = 0; i < _devices.Length; i++)
            {
                // A driver that was started over a bad contact always calculates with a wrong calibration. So two starts must agree.
                if (TryStart(_devices[i], out int first) && TryStart(_devices[i], out int second) && Agree(first, second))
                {
                    _watch.Tried(true);
                    return true;
                }
            }

            _driver = null;
            _watch.Tried(false);
            return false;
        }

        private bool TryStart(I2cDevice device, out int centiCelsius)
        {
            centiCelsius = 0;
            if (!ReadRegister(device, ChipIdRegister, out int id) || (id != Bme280Id && id != Bmp280Id))
            {
                return false;
            }

            _found = device;
            _driver = id == Bme280Id ? (Bmx280Base)new Bme280(device) : new Bmp280(device);
            _driver.TemperatureSampling = Sampling.Standard;
            _driver.PressureSampling = _measuresPressure ? Sampling.Standard : Sampling.Skipped;
            if (_driver is Bme280)
            {
                ((Bme280)_driver).HumiditySampling = _measuresHumidity ? Sampling.Standard : Sampling.Skipped;
            }

            _driver.SetPowerMode(Bmx280PowerMode.Normal);
            System.Threading.Thread.Sleep(_driver.GetMeasurementDuration() + ClockStepMs);
            return IsMeasuring() && TryMeasure(out centiCelsius);
        }

        private bool TryMeasure(out int centiCelsius)
        {
            centiCelsius = Measure();
            return Agree(centiCelsius, Measure());
        }

        private int Measure()
        {
            _driver.TryReadTemperature(out Temperature temperature);
            return Hundredths(temperature.DegreesCelsius);
        }

        private static bool Agree(int centiCelsius, int otherCentiCelsius)
        {
            int apart = centiCelsius - otherCentiCelsius;
            return apart <= AgreeCentiCelsius && -apart <= AgreeCentiCelsius;
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
