namespace NanoEvents.Tests;

/// <summary>Reads the events of a batch as the format's description says it, byte by byte and without any care for speed.</summary>
internal static class PlainReader
{
    /// <summary>Each event as text; null where the bytes must be refused.</summary>
    public static List<string>? Read(ReadOnlySpan<byte> bytes, long ticks, bool isShort = false)
    {
        var events = new List<string>();
        var last = new Dictionary<int, long>();
        var left = new Queue<byte>(bytes.ToArray());
        try
        {
            while (left.Count > 0)
            {
                int head = left.Dequeue();
                int source = (head >> 3) & 7;
                source = source == 7 ? left.Dequeue() : source;
                long delta = (head & 6) == 0 ? 0 : Varint(left);
                ticks = (head & 6) == 4 ? ticks - delta : (head & 6) == 6 ? ticks + (100 * delta) : ticks + delta;
                string? value = (head >> 6) switch
                {
                    0 => Temperature(left, last, source, (head & 1) != 0),
                    1 => "motion",
                    3 => Extended(left),
                    _ => null,
                };
                if (source > 31 || ((head & 6) == 6 && !isShort) || ticks < 0 || value is null || events.Count == 64)
                {
                    return null;
                }

                events.Add($"{source} {ticks} {head & 1} {value}");
            }
        }
        catch (InvalidOperationException)
        {
            // The queue is empty too early, or a number is too large.
            return null;
        }

        return events;
    }

    public static string Show(in BatchEvent e) => $"{e.Source} {e.Ticks} {(e.Flag ? 1 : 0)} " + e.Kind switch
    {
        EventKind.Temperature => $"{e.CentiCelsius}",
        EventKind.Motion => "motion",
        EventKind.Threshold => $"{e.RawKind}{About(e)} {e.CentiCelsius} {e.LimitValue} {e.Detail}",
        EventKind.Chatter => $"{e.RawKind}{About(e)} {e.EdgeCount} {e.SpanTicks}",
        EventKind.Fault => $"{e.RawKind}{About(e)} {e.Detail}",
        _ => $"{e.RawKind} {Convert.ToHexString(e.Content)}",
    };

    private static string? Temperature(Queue<byte> left, Dictionary<int, long> last, int source, bool fell)
    {
        long moved = Varint(left);
        long value = last.GetValueOrDefault(source) + (fell ? -moved : moved);
        last[source] = value;
        return value is < int.MinValue or > int.MaxValue ? null : $"{value}";
    }

    private static string? Extended(Queue<byte> left)
    {
        int kind = left.Dequeue();
        int length = left.Dequeue();
        byte[] content = Enumerable.Range(0, length).Select(_ => left.Dequeue()).ToArray();
        string raw = $"{kind} {Convert.ToHexString(content)}";
        try
        {
            return Understood(kind, new Queue<byte>(content)) ?? raw;
        }
        catch (InvalidOperationException)
        {
            return raw;
        }
    }

    private static string? Understood(int kind, Queue<byte> content)
    {
        string about = kind is 8 or 10 or 11 ? $" {content.Dequeue()}" : "";
        switch (kind)
        {
            case 2 or 8:
                string both = $"{kind}{about} {Zigzag(content)} {Zigzag(content)}";
                int side = content.Dequeue();
                return side > 1 ? null : $"{both} {side}";
            case 3 or 11:
                return $"{kind}{about} {Varint(content)} {Varint(content)}";
            case 4 or 10:
                return $"{kind}{about} {content.Dequeue()}";
            default:
                return null;
        }
    }

    private static string About(in BatchEvent e) => e.RawKind is 8 or 10 or 11 ? $" {e.About}" : "";

    private static long Zigzag(Queue<byte> left)
    {
        long coded = Varint(left);
        return coded % 2 == 0 ? coded / 2 : -(coded + 1) / 2;
    }

    private static long Varint(Queue<byte> left)
    {
        long value = 0;
        for (int i = 0; i < 5; i++)
        {
            byte b = left.Dequeue();
            value += (long)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                return value <= uint.MaxValue ? value : throw new InvalidOperationException();
            }
        }

        throw new InvalidOperationException();
    }
}
