using System.Device.Gpio;
using NanoEvents.Firmware;
using nanoFramework.Hardware.Esp32;

namespace NanoEvents.Esp32
{
    /// <summary>What the board opens for the device. A sensor of your own is in firmware/samples.</summary>
    public sealed class BoardParts : IBoardParts
    {
        private readonly GpioController _controller;
        private readonly Settings _settings;
        private readonly IClock _clock;

        /// <summary>Nothing is open yet.</summary>
        public BoardParts(GpioController controller, Settings settings, IClock clock)
        {
            _controller = controller;
            _settings = settings;
            _clock = clock;
        }

        /// <inheritdoc/>
        public int FreeBytes
        {
            get { return (int)nanoFramework.Runtime.Native.GC.Run(false); }
        }

        /// <inheritdoc/>
        public IPageStorage Pages
        {
            get { return new FlashPages(); }
        }

        /// <inheritdoc/>
        public IMotionPin OpenPin(int pin, bool isPulledUp)
        {
            return new MotionPin(_controller, pin, isPulledUp);
        }

        /// <inheritdoc/>
        public II2cBus OpenBus(int sdaPin, int sclPin)
        {
            Configuration.SetPinFunction(sdaPin, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(sclPin, DeviceFunction.I2C1_CLOCK);
            return new I2cBus();
        }

        /// <inheritdoc/>
        public IMeter OpenMeter(int address)
        {
            return new ChipMeter(new Bmx280(address, _settings), _clock);
        }
    }
}
