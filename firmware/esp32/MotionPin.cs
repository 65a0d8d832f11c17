using System.Device.Gpio;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The pin of a motion sensor, pulled down: a loose wire reads as no motion.</summary>
    public sealed class MotionPin : IMotionPin
    {
        /// <summary>The pin itself.</summary>
        public readonly GpioPin Pin;

        /// <summary>Opens the pin.</summary>
        public MotionPin(GpioController controller, int pin)
        {
            Pin = controller.OpenPin(pin, PinMode.InputPullDown);
        }

        /// <inheritdoc/>
        public bool Read()
        {
            // A comparison would allocate two objects more, because nanoCLR allocates an object for each struct that it passes.
            return (bool)Pin.Read();
        }
    }
}
