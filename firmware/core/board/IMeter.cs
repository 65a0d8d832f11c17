namespace NanoEvents.Firmware
{
    /// <summary>Something that can be asked for what it measures besides the temperature; reading may take its time.</summary>
    public interface IMeter
    {
        /// <summary>Reads a value in hundredths of its unit; false where the sensor does not answer or does not measure this.</summary>
        bool TryMeasure(EventKind kind, out int value);
    }
}
