namespace NanoEvents.Firmware
{
    /// <summary>The pin of a motion sensor, whose level can be read.</summary>
    public interface IMotionPin
    {
        /// <summary>The level now: true is moving.</summary>
        bool Read();
    }
}
