namespace NanoEvents;

/// <summary>
/// The last boots of a device. A late message of one that is over is known as such and changes nothing. Bounded; what runs is kept, whatever
/// else is heard of.
/// </summary>
internal sealed class BootHistory
{
    private const int Remembered = 16;
    private const int MostRunning = 8;

    // Who has said more than this is hardly made up.
    private const int FewMessages = 2;

    private readonly List<BootLine> _lines = [];

    /// <summary>The boot whose events come out; where there are several, the first of them.</summary>
    public BootLine? Current { get; set; }

    /// <summary>All boots whose events come out: more than one where two boards have one name.</summary>
    public List<BootLine> Running { get; } = [];

    public BootLine? Find(int boot)
    {
        if (Current is { IsRetired: false } current && current.Boot == boot)
        {
            return current;
        }

        foreach (BootLine line in _lines)
        {
            if (line.Boot == boot)
            {
                return line;
            }
        }

        return null;
    }

    public void Add(BootLine line)
    {
        if (_lines.Count == Remembered)
        {
            _lines.Remove(LeastWorth());
        }

        _lines.Add(line);
    }

    public void Remove(BootLine line)
    {
        _lines.Remove(line);
        Running.Remove(line);
    }

    public void Begin(BootLine line)
    {
        Running.Add(line);
        if (Running.Count > MostRunning)
        {
            // Of the others, the one of which least has come: made up boots do not go on.
            Retire(Running.Where(other => other != line && other != Current).MinBy(other => other.Messages)!, default);
        }
    }

    /// <summary>A boot is over: what it held comes out, and the rest is lost.</summary>
    public void Retire(BootLine line, DateTimeOffset since)
    {
        line.Retire(since);
        Running.Remove(line);
        Current = ReferenceEquals(line, Current) && Running.Count > 0 ? Running.MaxBy(other => other.LastHeard) : Current;
    }

    // First those of which only states are known, then those of which hardly anything has come, then the oldest; never one that runs.
    private BootLine LeastWorth() => _lines.Where(line => !Running.Contains(line) && line != Current)
        .MinBy(line => !line.IsRetired ? 0 : 1 + Math.Min(line.Messages, FewMessages + 1))!;
}
