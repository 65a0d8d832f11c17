using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// One event of a batch, unpacked into 16 bytes: when it happened, and a word of value, place of the content, kind, source and marks. What an extended kind
/// says more stays in the payload.
/// </summary>
/// <param name="ticks">When it happened, in ticks of 10 ms.</param>
/// <param name="word">The rest, by <c>Pack</c>.</param>
internal readonly struct RawEvent(long ticks, ulong word)
{
    private const int ContentShift = 32;
    private const int KindShift = 48;
    private const int SourceShift = 56;
    private const int FlagShift = 61;
    private const int RawShift = 62;

    public long Ticks { get; } = ticks;

    /// <summary>The value, in steps of the measurement; 0 if the kind has none.</summary>
    public int Value => (int)word;

    /// <summary>Where the content of an extended kind begins in the payload, behind the byte that says its length; 0 for temperature and motion.</summary>
    public int ContentAt => (ushort)(word >> ContentShift);

    /// <summary>The number of the kind.</summary>
    public int Kind => (byte)(word >> KindShift);

    /// <summary>The source, 0 to 31.</summary>
    public int Source => (int)(word >> SourceShift) & 0x1F;

    public bool Flag => (word & (1UL << FlagShift)) != 0;

    /// <summary>Whether the content does not have the form of its kind.</summary>
    public bool IsRaw => (word & (1UL << RawShift)) != 0;

    /// <summary>Whether it is a temperature or a motion, as nearly all are.</summary>
    public bool IsPlain => Kind <= (int)EventKind.Motion && !IsRaw;

    /// <summary>The word of a temperature or a motion. <paramref name="flag"/> is 0 or 1.</summary>
    public static ulong Pack(int kind, int source, int flag, int value) =>
        (uint)value | ((ulong)(uint)(kind << (KindShift - ContentShift) | source << (SourceShift - ContentShift) | flag << (FlagShift - ContentShift)) << ContentShift);

    /// <summary>The word of any event.</summary>
    public static ulong Pack(int kind, int source, int flag, int value, int contentAt, bool isRaw) =>
        Pack(kind, source, flag, value) | ((ulong)contentAt << ContentShift) | (isRaw ? 1UL << RawShift : 0);
}
