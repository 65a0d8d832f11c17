namespace NanoEvents;

/// <summary>What a reading reads, and how.</summary>
/// <param name="Connection">Where, and which device.</param>
/// <param name="GapPatience">How long to wait for a missing batch.</param>
/// <param name="MaxDevices">How many devices it follows.</param>
/// <param name="After">What has been handled.</param>
/// <param name="Filter">Which events come out.</param>
internal sealed record ReadingSettings(
    ConnectionSettings Connection, TimeSpan GapPatience, int MaxDevices, IReadOnlyCollection<Checkpoint> After, EventFilter Filter)
{
    /// <summary>The private kinds that the reader was given.</summary>
    public EventKinds? Kinds { get; init; }

    public TimeProvider Time => Connection.Time;

    /// <summary>How many unacknowledged batches the broker may send.</summary>
    public int ReceiveMaximum => Connection.ReceiveMaximum;
}
