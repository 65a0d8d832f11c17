namespace NanoEvents.Firmware
{
    /// <summary>The pin of a motion sensor, which can be looked at besides telling its edges.</summary>
    public interface IMotionPin
    {
        /// <summary>The level now: true is moving.</summary>
        bool Read();
    }
}
