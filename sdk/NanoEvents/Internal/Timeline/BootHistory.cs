namespace NanoEvents;

/// <summary>The last boots of a device. A late message of one that is over is known as such and changes nothing.</summary>
internal sealed class BootHistory
{
    private const int Remembered = 8;
    private readonly List<BootLine> _lines = [];

    /// <summary>The boot whose events come out.</summary>
    public BootLine? Current { get; set; }

    public BootLine? Find(int boot)
    {
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
            _lines.RemoveAt(ReferenceEquals(_lines[0], Current) ? 1 : 0);
        }

        _lines.Add(line);
    }
}
