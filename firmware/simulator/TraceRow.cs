namespace NanoEvents.Simulator;

/// <summary>One moment of a trace.</summary>
/// <param name="Ticks">When, in ticks of 10 ms since 1970-01-01T00:00:00Z.</param>
/// <param name="Values">A value for each column: centi °C, or 0 and 1 for motion. The array is used again for the next row.</param>
public readonly record struct TraceRow(long Ticks, int[] Values)
{
    /// <summary>A sensor without a value at this moment.</summary>
    public const int Silent = int.MinValue;

    /// <summary>A thermometer that is asked at this moment and does not answer.</summary>
    public const int NoAnswer = int.MinValue + 1;
}
