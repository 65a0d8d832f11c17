using System.Device.Gpio;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The sensors of the board: put a sensor of your own here.</summary>
    public static class Sensors
    {
        /// <summary>Opens pins and bus, and starts the threads that read them.</summary>
        /// <returns>Set it when a pin may have to be read again soon.</returns>
        public static AutoResetEvent Start(Settings settings, Device device, IClock clock, GpioController controller)
        {
            Configuration.SetPinFunction(settings.SdaPin, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(settings.SclPin, DeviceFunction.I2C1_CLOCK);
            MotionPin[] pins = MotionPins(settings, controller);
            Sampler sampler = new Sampler(
                clock, Meters(settings, clock), device.TemperatureSensors, device.MeasurementSensors, pins, device.MotionSensors, settings.SampleMs);
            sampler.Start(settings.SettleMs);

            PinInterrupts interrupts = new PinInterrupts(controller.PinCount, device.Counters);
            for (int i = 0; i < pins.Length; i++)
            {
                interrupts.Add(settings.MotionPins[i], device.MotionSensors[i]);
            }

            interrupts.Start();
            for (int i = 0; i < pins.Length; i++)
            {
                pins[i].Listen(true);
            }

            AutoResetEvent look = new AutoResetEvent(false);
            new Worker(new SamplerLoop(sampler, look).Run, device.Counters).Start();
            return look;
        }

        private static IMeter[] Meters(Settings settings, IClock clock)
        {
            IMeter[] meters = new IMeter[settings.ThermometerAddresses.Length];
            for (int i = 0; i < meters.Length; i++)
            {
                meters[i] = new ChipMeter(new Bmx280(settings.ThermometerAddresses[i], settings), clock);
            }

            return meters;
        }

        private static MotionPin[] MotionPins(Settings settings, GpioController controller)
        {
            MotionPin[] pins = new MotionPin[settings.MotionPins.Length];
            for (int i = 0; i < pins.Length; i++)
            {
                pins[i] = new MotionPin(controller, settings.MotionPins[i]);
            }

            return pins;
        }
    }
}
