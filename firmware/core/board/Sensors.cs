namespace NanoEvents.Firmware
{
    /// <summary>
    /// A sensor that measures one value or several, such as a temperature and a humidity. A reading may take long. A sensor of your own is one class
    /// that implements this.
    /// </summary>
    public interface IMeter
    {
        /// <summary>Reads a value in hundredths of its unit; false if the sensor does not answer or does not measure this.</summary>
        bool TryMeasure(EventKind kind, out int value);
    }

    /// <summary>
    /// A sensor chip behind a driver that accepts any answer of the bus as a reading. The board only transfers; <see cref="ChipMeter"/> decides. Each
    /// method may throw if the bus answers what the driver does not expect.
    /// </summary>
    public interface ISensorChip
    {
        /// <summary>At how many addresses the chip may be.</summary>
        int Addresses { get; }

        /// <summary>Resets the chip at an address, starts it and waits for its first measurement; false if it is not there.</summary>
        /// <param name="address">0 to <see cref="Addresses"/> - 1.</param>
        bool TryStart(int address);

        /// <summary>Whether the chip that was started last is there and measures. A chip that was unplugged and is back does not.</summary>
        bool IsMeasuring();

        /// <summary>Reads a value in hundredths of its unit; false if the chip does not measure this.</summary>
        bool TryRead(EventKind kind, out int value);
    }

    /// <summary>The pin of a motion sensor, whose level can be read.</summary>
    public interface IMotionPin
    {
        /// <summary>The level now: true is moving. It is called under the ring's lock and must not block.</summary>
        bool Read();

        /// <summary>
        /// Switches the pin's interrupt on or off. It is on at first, and is switched off while the pin oscillates: each edge that waits takes 60 bytes
        /// of the board's memory. It is called under the ring's lock and must not block.
        /// </summary>
        void Listen(bool isOn);
    }
}
