namespace NanoEvents;

/// <summary>The content of an extended kind: checked once as a whole, and read again on demand.</summary>
internal readonly ref struct EventContent(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Limit => TryThreshold(out _, out int limit, out _) ? limit : 0;

    public int Side => TryThreshold(out _, out _, out int side) ? side : 0;

    public uint EdgeCount => TryChatter(out uint count, out _) ? count : 0;

    public uint SpanTicks => TryChatter(out _, out uint span) ? span : 0;

    /// <summary>
    /// Whether the content has the form of its kind; and its value, if it has one. Bytes after the known part are from a later minor version, and are
    /// ignored.
    /// </summary>
    public bool TryCheck(EventKind kind, out int value)
    {
        value = 0;
        return kind switch
        {
            EventKind.Threshold => TryThreshold(out value, out _, out int side) && side <= 1,
            EventKind.Chatter => TryChatter(out _, out _),
            EventKind.Fault => _bytes.Length > 0,
            _ => Measurement.Of(kind) is null || new ByteCursor(_bytes, 0).TryZigzag(out value),
        };
    }

    private bool TryThreshold(out int value, out int limit, out int side)
    {
        var from = new ByteCursor(_bytes, 0);
        limit = 0;
        side = 0;
        return from.TryZigzag(out value) && from.TryZigzag(out limit) && from.TryByte(out side);
    }

    private bool TryChatter(out uint count, out uint span)
    {
        var from = new ByteCursor(_bytes, 0);
        span = 0;
        return from.TryVarint(out count) && from.TryVarint(out span);
    }
}
