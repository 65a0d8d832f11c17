using System.Threading;
using NanoEvents.Firmware;
using nanoFramework.Hardware.Esp32;

namespace NanoEvents.Esp32
{
    /// <summary>The thread that reads the sensors, and the pins' interrupts.</summary>
    public static class Sensors
    {
        /// <summary>Starts both, after everything has been opened.</summary>
        /// <returns>Set it when a pin may have to be read again soon.</returns>
        public static AutoResetEvent Start(Settings settings, Device device, IClock clock, DeviceStart opened, int pinCount)
        {
            IMotionPin[] pins = opened.Pins;
            Sampler sampler = new Sampler(
                clock, opened.Meters, device.TemperatureSensors, device.MeasurementSensors, opened.MetersOfMeasurements, pins, device.PinSensors, settings.SampleMs);
            sampler.Start(settings.SettleMs);

            PinInterrupts interrupts = new PinInterrupts(pinCount, device.Counters);
            for (int i = 0; i < pins.Length; i++)
            {
                if (pins[i] is MotionPin)
                {
                    interrupts.Add(opened.PinNumbers[i], device.PinSensors[i]);
                }
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
    }
}
