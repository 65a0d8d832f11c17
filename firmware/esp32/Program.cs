using System.Device.Gpio;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The firmware on an ESP32.</summary>
    public static class Program
    {
        private const int CrystalPpm = 50;
        private const int BackoffFirstMs = 1000;
        private const int BackoffMostMs = 60000;
        private const int PinCount = 64;

        /// <summary>Puts the firmware together and starts its threads.</summary>
        public static void Main()
        {
            Settings settings = new Settings();
            UptimeClock clock = new UptimeClock();
            Boot boot = Wakeup.Read();

            Configuration.SetPinFunction(settings.SdaPin, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(settings.SclPin, DeviceFunction.I2C1_CLOCK);
            Bmx280Thermometer[] thermometers = Thermometers(settings, clock);
            MotionPin[] pins = MotionPins(settings);

            MqttLink link = new MqttLink(settings, boot.Online, new WifiNetwork());
            Backoff backoff = new Backoff(BackoffFirstMs, BackoffMostMs, boot.Id);
            Device device = new Device(settings, boot, thermometers.Length, pins.Length, clock, clock, link, backoff, CrystalPpm);
            Sampler sampler = new Sampler(clock, thermometers, device.TemperatureSensors, pins, device.MotionSensors, settings.SampleMs);
            sampler.AlsoMeasure(thermometers, device.MeasurementSensors);

            sampler.Start(settings.SettleMs);
            PinInterrupts interrupts = new PinInterrupts(PinCount);
            for (int i = 0; i < pins.Length; i++)
            {
                interrupts.Add(pins[i].Pin, device.MotionSensors[i]);
            }

            interrupts.Start();
            AutoResetEvent look = new AutoResetEvent(false);
            new Worker(new SamplerLoop(sampler, look).Run, device.Counters).Start();
            new Worker(new NetworkTime(clock, device.WallClock).Run, device.Counters).Start();
            new Worker(new PublisherLoop(device, look).Run, device.Counters).Run();
        }

        private static Bmx280Thermometer[] Thermometers(Settings settings, IClock clock)
        {
            Bmx280Thermometer[] thermometers = new Bmx280Thermometer[settings.ThermometerAddresses.Length];
            for (int i = 0; i < thermometers.Length; i++)
            {
                thermometers[i] = new Bmx280Thermometer(clock, settings.ThermometerAddresses[i], settings);
            }

            return thermometers;
        }

        private static MotionPin[] MotionPins(Settings settings)
        {
            GpioController controller = new GpioController();
            MotionPin[] pins = new MotionPin[settings.MotionPins.Length];
            for (int i = 0; i < pins.Length; i++)
            {
                pins[i] = new MotionPin(controller, settings.MotionPins[i]);
            }

            return pins;
        }
    }
}
