namespace NanoEvents.Firmware
{
    /// <summary>Something that can be asked for the temperature; reading may take its time.</summary>
    public interface IThermometer
    {
        /// <summary>Reads the temperature in centi °C; false where the sensor does not answer.</summary>
        bool TryRead(out int centiCelsius);
    }
}
