namespace NanoEvents.Tests;

/// <summary>Events of every kind, from the vectors and from the timeline, with and without what may be absent.</summary>
internal static class Samples
{
    private static readonly List<NanoEvent> _all = [.. FromVectors(), .. Losses()];

    public static IReadOnlyList<NanoEvent> All => _all;

    public static List<NanoEvent> Of(EventKind kind) => _all.FindAll(e => e.Kind == kind);

    private static List<NanoEvent> FromVectors()
    {
        List<NanoEvent> events = [];
        foreach (Vector vector in Vector.All)
        {
            BatchDecoder.TryDecode(vector.Bytes, events, out _, "shed");
            BatchDecoder.TryDecode(vector.Bytes, events, out _);
        }

        return events;
    }

    private static IEnumerable<NanoEvent> Losses() =>
    [
        NanoEvent.OfLoss("shed", 0x123456, 1, 1, LossCause.Overflow),
        NanoEvent.OfLoss("shed", 1, uint.MaxValue, 3_000_000_000, LossCause.Transit),
        NanoEvent.OfLoss("shed", 1, 7, 0, LossCause.Restart),
    ];
}
