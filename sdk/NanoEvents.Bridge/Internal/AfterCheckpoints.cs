namespace NanoEvents.Bridge;

/// <summary>Hides the records that a reader has handled: those before a checkpoint.</summary>
internal sealed class AfterCheckpoints
{
    private readonly Dictionary<string, Checkpoint> _after = new(StringComparer.Ordinal);

    // Devices whose checkpoint lies ahead: all of their records until its boot are older.
    private readonly HashSet<string> _ahead = new(StringComparer.Ordinal);

    public AfterCheckpoints(IReadOnlyCollection<Checkpoint> after)
    {
        foreach (Checkpoint checkpoint in after)
        {
            _after[checkpoint.Device] = checkpoint;
        }
    }

    public bool IsEmpty => _after.Count == 0;

    /// <summary>The records will be read from the beginning, and this one is among them.</summary>
    public void Announce(in NanoEvent e)
    {
        if (_after.TryGetValue(e.Device, out Checkpoint checkpoint) && checkpoint.BootId == e.BootId)
        {
            _ahead.Add(e.Device);
        }
    }

    public bool Hides(in NanoEvent e)
    {
        if (!_after.TryGetValue(e.Device, out Checkpoint checkpoint))
        {
            return false;
        }

        if (e.BootId != checkpoint.BootId)
        {
            return _ahead.Contains(e.Device);
        }

        _ahead.Remove(e.Device);
        return e.Checkpoint.Sequence <= checkpoint.Sequence && e is not { Kind: EventKind.Lost, Count: null };
    }
}
