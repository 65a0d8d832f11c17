using NanoEvents.Protocol;

namespace NanoEvents.Tests;

/// <summary>Batches as a device would send them, made with the firmware's own writer.</summary>
public sealed record TestBatch
{
    /// <summary>2025-01-01T00:00:00Z in ticks of 10 ms.</summary>
    public const long Year2025 = 173_568_960_000;

    private const long UsualSealed = 10_000;

    public int Boot { get; init; } = 0xB001;

    public uint First { get; init; } = 1;

    public int Count { get; init; }

    public bool IsState { get; init; }

    public bool HasBoot { get; init; }

    public uint Overflow { get; init; }

    public uint Waiting { get; init; }

    public long Sealed { get; init; } = UsualSealed;

    /// <summary>The uptime of the first event; null: shortly before <see cref="Sealed"/>.</summary>
    public long? Raised { get; init; }

    public long? Anchor { get; init; }

    /// <summary>Whether it has the short form, by <see cref="Anchor"/>.</summary>
    public bool IsShort { get; init; }

    public int AnchorError { get; init; }

    public string? Name { get; init; }

    /// <summary>How often a state comes at least, in seconds; 0: it does not say.</summary>
    public uint Period { get; init; }

    /// <summary>A batch of <paramref name="count"/> temperatures whose values are their numbers.</summary>
    public static TestBatch Of(uint first, int count) => new() { First = first, Count = count };

    public static TestBatch State(uint next, uint waiting = 0) => new() { First = next, Waiting = waiting, IsState = true };

    /// <summary>A batch of 1,024 bytes: no longer one is allowed.</summary>
    public static byte[] Longest()
    {
        const int UnknownKind = 200;
        var writer = new BatchWriter();
        writer.Begin(0xB001, 1, 10_000, false);
        for (int i = 0; i < 5; i++)
        {
            writer.PutRaw(UnknownKind, 0, false, 10_000, new byte[200]);
        }

        return writer.Buffer[..writer.End()];
    }

    public byte[] ToArray()
    {
        var writer = new BatchWriter();
        if (IsShort)
        {
            writer.BeginShort(Boot, unchecked((int)First), Anchor!.Value + TicksOf(0), TicksOf(0), AnchorError);
        }
        else
        {
            writer.Begin(Boot, unchecked((int)First), Sealed, IsState);
            if (Anchor is { } anchor)
            {
                writer.PutAnchor(anchor, AnchorError);
            }

            PutFields(writer);
        }

        for (int i = 0; i < Count; i++)
        {
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), TicksOf(i), ValueOf(i));
        }

        int length = writer.End();
        return writer.Buffer.AsSpan(0, length).ToArray();
    }

    private int ValueOf(int index) => unchecked((int)((First + (uint)index) % 8000));

    // An event that is sent again is the same event.
    private int TicksOf(int index) =>
        Raised is { } raised ? unchecked((int)(raised + index))
        : Sealed == UsualSealed ? (int)UsualSealed - 1000 + (ValueOf(index) % 1000)
        : unchecked((int)(Sealed - Count + index));

    private void PutFields(BatchWriter writer)
    {
        if (HasBoot)
        {
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte((int)BootCause.Timer);
            writer.PutByte('1');
            writer.EndField(false);
        }

        PutNumber(writer, BatchFormat.FieldOverflow, Overflow);
        PutNumber(writer, BatchFormat.FieldWaiting, Waiting);
        PutNumber(writer, BatchFormat.FieldPeriod, Period);
        if (Name is not null)
        {
            writer.BeginField(BatchFormat.FieldNames, true);
            writer.PutByte((int)SourceType.Thermometer);
            writer.PutByte(0);
            writer.PutByte(Name.Length);
            Name.ToList().ForEach(c => writer.PutByte(c));
            writer.EndField(true);
        }

        writer.EndFields();
    }

    private static void PutNumber(BatchWriter writer, int field, uint value)
    {
        if (value > 0)
        {
            writer.BeginField(field, false);
            writer.PutVarint(value);
            writer.EndField(false);
        }
    }
}
