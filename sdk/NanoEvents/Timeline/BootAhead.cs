namespace NanoEvents;

/// <summary>A boot that only a live state has told of: numbers of it have left the device, and no batch of it has come yet.</summary>
/// <param name="Line">The boot.</param>
/// <param name="Tail">Every number below this one has left the device.</param>
/// <param name="Since">When the state came.</param>
internal sealed record BootAhead(BootLine Line, uint Tail, DateTimeOffset Since)
{
    /// <summary>When its batches have been waited for long enough; null while not connected.</summary>
    public DateTimeOffset? Deadline(DateTimeOffset caughtUpSince, TimeSpan patience) =>
        caughtUpSince == DateTimeOffset.MaxValue ? null : (caughtUpSince > Since ? caughtUpSince : Since) + patience;
}
