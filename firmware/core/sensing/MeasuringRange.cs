namespace NanoEvents.Firmware
{
    /// <summary>The range of a sensor; any other value is nonsense.</summary>
    public static class MeasuringRange
    {
        /// <summary>Whether a value in steps is plausible: a temperature from -40 to 85 °C, and any other quantity as it is declared.</summary>
        public static bool Has(EventKind kind, int value)
        {
            if (kind == EventKind.Temperature)
            {
                return value >= -4000 && value <= 8500;
            }

            int index = SensorTable.IndexOf(kind);
            return index < 0 || SensorTable.Quantities[index].Has(value);
        }
    }
}
