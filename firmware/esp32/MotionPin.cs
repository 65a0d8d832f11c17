using System.Device.Gpio;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The pin of a motion sensor, pulled down, so that a loose wire reads as no motion; or of a contact, pulled up.</summary>
    public sealed class MotionPin : IMotionPin
    {
        private readonly PinValueChangedEventHandler _ignore = Ignore;

        /// <summary>The pin itself.</summary>
        public readonly GpioPin Pin;

        /// <summary>Opens the pin.</summary>
        public MotionPin(GpioController controller, int pin, bool isPulledUp)
        {
            Pin = controller.OpenPin(pin, isPulledUp ? PinMode.InputPullUp : PinMode.InputPullDown);
        }

        /// <inheritdoc/>
        public bool Read()
        {
            // A comparison would allocate two objects more, because nanoCLR allocates an object for each struct that it passes.
            return (bool)Pin.Read();
        }

        /// <inheritdoc/>
        public void Listen(bool isOn)
        {
            // Only a pin with a handler interrupts; it is never called, because PinInterrupts takes the edges.
            if (isOn)
            {
                Pin.ValueChanged += _ignore;
            }
            else
            {
                Pin.ValueChanged -= _ignore;
            }
        }

        private static void Ignore(object sender, PinValueChangedEventArgs e)
        {
        }
    }
}
