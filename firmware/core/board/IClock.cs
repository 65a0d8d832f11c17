namespace NanoEvents.Firmware
{
    /// <summary>The time of the firmware. Tests move it by hand.</summary>
    public interface IClock
    {
        /// <summary>Milliseconds since the device started; never goes back.</summary>
        long UptimeMs { get; }
    }
}
