namespace NanoEvents
{
    /// <summary>What a source is. Sources are numbered from 0 within their type.</summary>
    public enum SourceType : byte
    {
        /// <summary>Raises temperature, threshold and fault events, and those of other measurements.</summary>
        Thermometer = 0,

        /// <summary>Raises motion and chatter events.</summary>
        MotionSensor = 1,
    }
}
