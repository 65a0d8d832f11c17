namespace NanoEvents;

/// <summary>What a source is. Sources are numbered from 0 within their type.</summary>
public enum SourceType
{
    /// <summary>Raises temperature, threshold and fault events.</summary>
    Thermometer,

    /// <summary>Raises motion and chatter events.</summary>
    MotionSensor,
}
