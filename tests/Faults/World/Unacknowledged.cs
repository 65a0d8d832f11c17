namespace NanoEvents.Faults.Tests;

/// <summary>A message that the reader has not acknowledged.</summary>
internal sealed class Unacknowledged(Published batch)
{
    public Published Batch => batch;
}
