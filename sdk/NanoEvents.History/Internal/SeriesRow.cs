namespace NanoEvents.History;

/// <summary>A source under one name.</summary>
internal sealed class SeriesRow(long id, long device, bool isState)
{
    public long Id { get; } = id;

    public long Device { get; } = device;

    public bool IsState { get; } = isState;

    /// <summary>States: the last reading in the order of time, as far as it is known; null if the file has to be asked.</summary>
    public Reading? Last { get; set; }
}
