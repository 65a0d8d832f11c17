namespace NanoEvents.Cli.Output;

/// <summary>How many events were lost by each cause. Of a restart the SDK knows no count; who runs the device knows it.</summary>
/// <param name="Overflow">Dropped by the full ring.</param>
/// <param name="Transit">Acknowledged by a broker and never seen.</param>
/// <param name="Restart">In the device's memory when its power went.</param>
internal readonly record struct LossCounts(long Overflow, long Transit, long Restart)
{
    public long Total => Overflow + Transit + Restart;
}
