namespace NanoEvents.Cli.Output;

/// <summary>
/// How many events were lost by each cause. The SDK does not know the count of a loss by restart; the program that runs the device does.
/// </summary>
/// <param name="Overflow">Dropped by the full ring.</param>
/// <param name="Transit">Acknowledged by a broker and never received.</param>
/// <param name="Restart">In the device's memory when its power failed.</param>
internal readonly record struct LossCounts(long Overflow, long Transit, long Restart)
{
    public long Total => Overflow + Transit + Restart;
}
