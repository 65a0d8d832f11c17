namespace NanoEvents.Protocol
{
    /// <summary>Sources are numbered from 0 within their type.</summary>
    public enum SourceType : byte
    {
        /// <summary>Raises temperature, threshold and fault events.</summary>
        Thermometer = 0,

        /// <summary>Raises motion and chatter events.</summary>
        MotionSensor = 1,
    }
}
