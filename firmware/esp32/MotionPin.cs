using System.Device.Gpio;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The pin of a motion sensor, pulled down: a lead that is off reads still.</summary>
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
            // A comparison would make two objects more: nanoCLR makes one of each struct that it hands over.
            return (bool)Pin.Read();
        }
    }
}
