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
}
