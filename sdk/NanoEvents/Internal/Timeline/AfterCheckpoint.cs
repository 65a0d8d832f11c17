namespace NanoEvents;

/// <summary>
/// Batches of a boot before its checkpoint, as long as it is unknown whether the device has raised that many events. Either they have been handled,
/// or the checkpoint does not belong to this boot.
/// </summary>
internal struct AfterCheckpoint
{
    private const int MaxBatches = 8;

    private List<HeldBatch>? _batches;
    private uint _droppedFrom;
    private uint _droppedEnd;
    private bool _hasDropped;

    /// <summary>Whether that is still unknown.</summary>
    public bool IsOpen { get; set; }

    public int Count => _batches?.Count ?? 0;

    public bool IsFull => Count > MaxBatches;

    /// <summary>When the first of them arrived.</summary>
    public DateTimeOffset WaitingSince => _batches![0].Steady;

    public void Add(in HeldBatch batch) => (_batches ??= []).Add(batch);

    public bool TryTake(out HeldBatch batch)
    {
        batch = Count > 0 ? _batches![0] : default;
        if (Count > 0)
        {
            _batches!.RemoveAt(0);
            return true;
        }

        return false;
    }

    /// <summary>Counts numbers that were considered handled.</summary>
    public void Dropped(uint first, uint count)
    {
        uint end = first + count;
        _droppedFrom = !_hasDropped || SequenceMath.Distance(first, _droppedFrom) > 0 ? first : _droppedFrom;
        _droppedEnd = !_hasDropped || SequenceMath.Distance(_droppedEnd, end) > 0 ? end : _droppedEnd;
        _hasDropped = true;
    }

    /// <summary>Those have been told as lost.</summary>
    public void ForgetDropped() => _hasDropped = false;

    /// <summary>The lowest number that has arrived, or that is known to arrive.</summary>
    public uint FirstOf(uint otherwise)
    {
        uint first = _hasDropped && SequenceMath.Distance(_droppedFrom, otherwise) > 0 ? _droppedFrom : otherwise;
        foreach (HeldBatch batch in _batches ?? [])
        {
            first = SequenceMath.Distance(batch.First, first) > 0 ? batch.First : first;
        }

        return first;
    }

    /// <summary>How many numbers from this one on were considered handled.</summary>
    public uint DroppedCount(uint from) =>
        _hasDropped && SequenceMath.Distance(from, _droppedEnd) > 0 && SequenceMath.Distance(_droppedFrom, from) >= 0 ? _droppedEnd - from : 0;
}
