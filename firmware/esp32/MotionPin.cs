using System.Device.Gpio;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The pin of a motion sensor, pulled down, so that a loose wire reads as no motion; or of a contact, pulled up.</summary>
    public sealed class MotionPin : IMotionPin
    {
        private readonly PinValueChangedEventHandler _ignore = Ignore;
        private PinValue _value;

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
            // nanoCLR allocates an object for each struct that it passes or keeps in a local: a cast would be a second object, a comparison two more.
            // Read makes one, a field takes its content, and the hash code of a level is the level.
            _value = Pin.Read();
            return _value.GetHashCode() != 0;
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
