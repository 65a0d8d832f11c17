using System.Device.I2c;
using Iot.Device.Bmxx80;
using UnitsNet;

namespace NanoEvents.Esp32
{
    /// <summary>What the drivers of the two chips have in common with the numbers of the firmware.</summary>
    public static class Bmx280Values
    {
        private const byte ChipIdRegister = 0xD0;
        private const byte Bme280Id = 0x60;
        private const byte Bmp280Id = 0x58;

        /// <summary>Resets the chip and creates its driver; null if there is no such chip.</summary>
        public static Bmx280Base CreateDriver(I2cDevice device, Sampling humidity)
        {
            if (!TryReadRegister(device, ChipIdRegister, out int id) || (id != Bme280Id && id != Bmp280Id))
            {
                return null;
            }

            Bmx280Base driver = id == Bme280Id ? (Bmx280Base)new Bme280(device) : new Bmp280(device);
            driver.TemperatureSampling = Sampling.Standard;
            if (driver is Bme280)
            {
                ((Bme280)driver).HumiditySampling = humidity;
            }

            return driver;
        }

        /// <summary>Reads a value in hundredths of its unit; false if the chip does not measure this. A BMP280 has no hygrometer.</summary>
        public static bool TryRead(Bmx280Base driver, EventKind kind, out int value)
        {
            value = 0;
            bool isRead = false;
            if (kind == EventKind.Temperature)
            {
                isRead = driver.TryReadTemperature(out Temperature temperature);
                value = Hundredths(temperature.DegreesCelsius);
            }
            else if (kind == EventKind.Pressure)
            {
                isRead = driver.TryReadPressure(out Pressure pressure);
                value = Hundredths(pressure.Hectopascals);
            }
            else if (kind == EventKind.Humidity && driver is Bme280)
            {
                isRead = ((Bme280)driver).TryReadHumidity(out RelativeHumidity humidity);
                value = Hundredths(humidity.Percent);
            }

            return isRead;
        }

        /// <summary>Reads a register of one byte; false if the transfer failed.</summary>
        public static bool TryReadRegister(I2cDevice device, byte register, out int value)
        {
            byte[] answer = new byte[1];
            I2cTransferResult result = device.WriteRead(new byte[] { register }, answer);
            value = answer[0];
            return result.Status == I2cTransferStatus.FullTransfer;
        }

        private static int Hundredths(double value)
        {
            return (int)((value * 100) + (value < 0 ? -0.5 : 0.5));
        }
    }
}
