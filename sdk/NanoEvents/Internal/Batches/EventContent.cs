using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The content of an extended kind: checked once as a whole, and read again on demand.</summary>
internal readonly ref struct EventContent(ReadOnlySpan<byte> bytes)
{
    // Without the byte that says what a limit, a sensor's fault or a state's chatter is about.
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The content of a kind, by its number, after the byte that says what it is about.</summary>
    public static EventContent Of(int number, ReadOnlySpan<byte> content) => new(HasAbout(number) && content.Length > 0 ? content[1..] : content);

    public int Limit => TryThreshold(out _, out int limit, out _) ? limit : 0;

    public int Side => TryThreshold(out _, out _, out int side) ? side : 0;

    public int Reason => _bytes[0];

    public uint EdgeCount => TryChatter(out uint count, out _) ? count : 0;

    public uint SpanTicks => TryChatter(out _, out uint span) ? span : 0;

    /// <summary>
    /// Whether the content has the form of its kind; and its value, if it has one. Bytes after the known part are from a later minor version, and are
    /// ignored. An event without its form is shown as it was sent.
    /// </summary>
    public static bool TryCheck(int number, ReadOnlySpan<byte> content, out int value)
    {
        EventContent inside = Of(number, content);
        value = 0;
        bool isRight = number switch
        {
            < (int)EventKind.Threshold => false,
            (int)EventKind.Threshold or BatchFormat.KindLimit => inside.TryThreshold(out value, out _, out int side) && side <= 1,
            (int)EventKind.Chatter or BatchFormat.KindStateChatter => inside.TryChatter(out _, out _),
            (int)EventKind.Fault or BatchFormat.KindSensorFault => inside._bytes.Length > 0,
            _ => !BatchFormat.IsMeasurement(number) || new ByteCursor(content, 0).TryZigzag(out value),
        };
        isRight &= !HasAbout(number) || content.Length > 0;
        value = isRight ? value : 0;
        return isRight;
    }

    private static bool HasAbout(int number) => number is BatchFormat.KindLimit or BatchFormat.KindSensorFault or BatchFormat.KindStateChatter;

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
