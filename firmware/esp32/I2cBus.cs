using System;
using System.Device.I2c;
using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The I2C bus, for drivers in plain C#. It opens each device once.</summary>
    public sealed class I2cBus : II2cBus
    {
        private const int BusId = 1;

        // A bus has few devices: only those take memory.
        private int[] _addresses = new int[0];
        private I2cDevice[] _devices = new I2cDevice[0];

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
            for (int i = 0; i < _addresses.Length; i++)
            {
                if (_addresses[i] == address)
                {
                    return _devices[i];
                }
            }

            return Add(address, I2cDevice.Create(new I2cConnectionSettings(BusId, address)));
        }

        // Without memory for both, nothing changes.
        private I2cDevice Add(int address, I2cDevice device)
        {
            int[] addresses = new int[_addresses.Length + 1];
            I2cDevice[] devices = new I2cDevice[addresses.Length];
            Array.Copy(_addresses, addresses, _addresses.Length);
            Array.Copy(_devices, devices, _devices.Length);
            addresses[_addresses.Length] = address;
            devices[_devices.Length] = device;
            _addresses = addresses;
            _devices = devices;
            return device;
        }
    }
}
