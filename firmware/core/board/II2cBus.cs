namespace NanoEvents.Firmware
{
    /// <summary>
    /// The I2C bus, for the driver of a sensor of your own: such a driver is plain C#, and runs in tests on a PC. A transfer may take long, and belongs to
    /// the sampling thread.
    /// </summary>
    public interface II2cBus
    {
        /// <summary>Writes bytes to a device; false if it does not take them all.</summary>
        /// <param name="address">The device's address, 7 bits.</param>
        /// <param name="bytes">What is written.</param>
        bool TryWrite(int address, byte[] bytes);

        /// <summary>Reads bytes from a device; false if it does not give them all.</summary>
        /// <param name="address">The device's address, 7 bits.</param>
        /// <param name="bytes">Gets them.</param>
        bool TryRead(int address, byte[] bytes);

        /// <summary>Waits, for a device that needs time between a command and its answer.</summary>
        void Wait(int ms);
    }
}
