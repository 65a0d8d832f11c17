namespace NanoEvents.Firmware
{
    /// <summary>A sensor that measures other values besides the temperature. A reading may take long.</summary>
    public interface IMeter
    {
        /// <summary>Reads a value in hundredths of its unit; false if the sensor does not answer or does not measure this.</summary>
        bool TryMeasure(EventKind kind, out int value);
    }
}
