namespace NanoEvents;

/// <summary>
/// The last boots of a device. A late message of an old boot is recognized and changes nothing. The number of boots is bounded; running boots are
/// always kept.
/// </summary>
/// <remarks>A struct with arrays, because there are many devices, and nearly each has one boot.</remarks>
internal struct BootHistory()
{
    private const int Remembered = 16;
    private const int MaxRunning = 8;

    // A boot with more messages than this is hardly invented.
    private const int FewMessages = 2;

    private BootLine[] _lines = [];

    /// <summary>The boot whose events are delivered; if there are several, the first of them.</summary>
    public BootLine? Current { get; set; }

    /// <summary>All boots whose events are delivered: more than one if two boards have one name.</summary>
    public BootLine[] Running { get; private set; } = [];

    public readonly BootLine? Find(int boot)
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

    /// <summary>The boots that have not begun, and of which live states came after the first message of one boot and none after the start of another one.</summary>
    /// <param name="earlier">One of the others; null for the beginning.</param>
    /// <param name="later">The other one.</param>
    public readonly BootLine[] HeardOfBetween(BootLine? earlier, BootLine later) =>
        [.. _lines.Skip(earlier is null ? 0 : Array.IndexOf(_lines, earlier) + 1).TakeWhile(line => line != later)
            .Where(line => line is { HasBegun: false, IsRetired: false, Floor: not null } && line.Clock.IsSilentSinceStartOf(later.Clock))];

    public void Add(BootLine line) => _lines = [.. _lines.Length == Remembered ? Without(_lines, LeastWorth()) : _lines, line];

    public void Remove(BootLine line)
    {
        _lines = Without(_lines, line);
        Running = Without(Running, line);
    }

    public void Begin(BootLine line)
    {
        // A boot that was begun, was then found to be over at its checkpoint, and is revived, runs already.
        if (Running.Contains(line))
        {
            return;
        }

        Running = [.. Running, line];
        if (Running.Length > MaxRunning)
        {
            // Of the others, the one with the fewest messages, because invented boots do not continue.
            BootLine? current = Current;
            Retire(Running.Where(other => other != line && other != current).MinBy(other => other.Clock.Messages)!, default);
        }
    }

    /// <summary>A boot is over: deliver its held batches; the rest is lost.</summary>
    public void Retire(BootLine line, DateTimeOffset since)
    {
        line.Retire(since);
        Running = Without(Running, line);
        Current = ReferenceEquals(line, Current) && Running.Length > 0 ? Running.MaxBy(other => other.Clock.LastHeard) : Current;
    }

    /// <summary>Reports as lost what was held for handled before a checkpoint that cannot be.</summary>
    public readonly void LoseSkipped()
    {
        foreach (BootLine line in _lines)
        {
            line.LoseSkipped();
        }
    }

    // First those known only from states, then those with very few messages, then the oldest; never a running one.
    private readonly BootLine LeastWorth()
    {
        BootLine[] kept = [.. Running, .. Current is null ? [] : new[] { Current }];
        return _lines.Except(kept).MinBy(line => !line.IsRetired ? 0 : 1 + Math.Min(line.Clock.Messages, FewMessages + 1))!;
    }

    private static BootLine[] Without(BootLine[] lines, BootLine one) => [.. lines.Where(line => line != one)];
}
