namespace NanoEvents.Firmware
{
    /// <summary>What a board opens for the device when it starts. Each method may throw: the device then runs without this part.</summary>
    public interface IBoardParts
    {
        /// <summary>How much memory is free, in bytes; 0 if unknown.</summary>
        int FreeBytes { get; }

        /// <summary>The pages of the store.</summary>
        IPageStorage Pages { get; }

        /// <summary>Opens the pin of a motion sensor or of another state.</summary>
        /// <param name="pin">Its number.</param>
        /// <param name="isPulledUp">Whether it is pulled up; otherwise it is pulled down.</param>
        IMotionPin OpenPin(int pin, bool isPulledUp);

        /// <summary>Opens the I2C bus.</summary>
        II2cBus OpenBus(int sdaPin, int sclPin);

        /// <summary>Opens a thermometer on the bus.</summary>
        /// <param name="address">Its address; 0 to try both.</param>
        IMeter OpenMeter(int address);
    }
}
