namespace NanoEvents.Firmware
{
    /// <summary>A sensor that measures the temperature. A reading may take long.</summary>
    public interface IThermometer
    {
        /// <summary>Reads the temperature in centi °C; false if the sensor does not answer.</summary>
        bool TryRead(out int centiCelsius);
    }
}
