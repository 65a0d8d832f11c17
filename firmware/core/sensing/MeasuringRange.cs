namespace NanoEvents.Firmware
{
    /// <summary>The range of a sensor; any other value is nonsense.</summary>
    public static class MeasuringRange
    {
        /// <summary>Whether a value in hundredths of its unit is within the sensor's range: -40 to 85 °C, 0 to 100 %, 300 to 1100 hPa.</summary>
        public static bool Has(EventKind kind, int value)
        {
            switch (kind)
            {
                case EventKind.Temperature:
                    return value >= -4000 && value <= 8500;
                case EventKind.Humidity:
                    return value >= 0 && value <= 10000;
                case EventKind.Pressure:
                    return value >= 30000 && value <= 110000;
                default:
                    return true;
            }
        }
    }
}
