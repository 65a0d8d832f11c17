using System.Device.I2c;
using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The I2C bus, for drivers in plain C#. It opens each device once.</summary>
    public sealed class I2cBus : II2cBus
    {
        private const int BusId = 1;
        private const int Addresses = 128;

        private readonly I2cDevice[] _devices = new I2cDevice[Addresses];

        /// <inheritdoc/>
        public bool TryWrite(int address, byte[] bytes)
        {
            return At(address).Write(bytes).Status == I2cTransferStatus.FullTransfer;
        }

        /// <inheritdoc/>
        public bool TryRead(int address, byte[] bytes)
        {
            return At(address).Read(bytes).Status == I2cTransferStatus.FullTransfer;
        }

        /// <inheritdoc/>
        public void Wait(int ms)
        {
            Thread.Sleep(ms);
        }

        private I2cDevice At(int address)
        {
            if (_devices[address] == null)
            {
                _devices[address] = I2cDevice.Create(new I2cConnectionSettings(BusId, address));
            }

            return _devices[address];
        }
    }
}
