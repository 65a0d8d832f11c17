namespace NanoEvents;

/// <summary>
/// The last ranges of numbers that were reported lost, so that events which arrive later are counted as late and not as duplicates.
/// </summary>
internal struct LostRanges
{
    private const int Remembered = 16;
    private Queue<(uint From, uint Count)>? _ranges;

    public void Add(uint from, uint count)
    {
        _ranges ??= new Queue<(uint From, uint Count)>();
        if (_ranges.Count == Remembered)
        {
            _ranges.Dequeue();
        }

        _ranges.Enqueue((from, count));
    }

    public bool Contains(uint sequence)
    {
        if (_ranges is null)
        {
            return false;
        }

        foreach ((uint from, uint count) in _ranges)
        {
            if (sequence - from < count)
            {
                return true;
            }
        }

        return false;
    }
}
