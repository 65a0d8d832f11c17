namespace NanoEvents;

/// <summary>Marks from states: every number below a mark has left the device. Each mark has its own patience.</summary>
internal struct TailMarks
{
    // States come seldom. If more come at once, the next states repeat the mark.
    private const int MaxMarks = 8;
    private Queue<(uint Tail, DateTimeOffset Since)>? _marks;
    private uint _last;

    public void Add(uint next, uint tail, DateTimeOffset since)
    {
        uint known = IsMissing(next) ? _last : next;
        if (SequenceMath.Distance(known, tail) > 0 && (_marks?.Count ?? 0) < MaxMarks)
        {
            _marks ??= new Queue<(uint Tail, DateTimeOffset Since)>();
            _marks.Enqueue((tail, since));
            _last = tail;
        }
    }

    /// <summary>Whether numbers from <paramref name="next"/> on are missing. Marks that have been reached are removed.</summary>
    public bool IsMissing(uint next)
    {
        if (_marks is null)
        {
            return false;
        }

        while (_marks.Count > 0 && SequenceMath.Distance(next, _marks.Peek().Tail) <= 0)
        {
            _marks.Dequeue();
        }

        return _marks.Count > 0;
    }

    /// <summary>The first mark.</summary>
    public (uint Tail, DateTimeOffset Since) First => _marks!.Peek();
}
