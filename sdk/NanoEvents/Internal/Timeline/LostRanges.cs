namespace NanoEvents;

/// <summary>The last ranges of numbers that were reported lost, so that what comes after all is counted as late and not as a duplicate.</summary>
internal sealed class LostRanges
{
    private const int Remembered = 16;
    private readonly Queue<(uint From, uint Count)> _ranges = new();

    public void Add(uint from, uint count)
    {
        if (_ranges.Count == Remembered)
        {
            _ranges.Dequeue();
        }

        _ranges.Enqueue((from, count));
    }

    public bool Contains(uint sequence)
    {
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
