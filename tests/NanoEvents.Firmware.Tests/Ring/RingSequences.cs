namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>
/// Runs every sequence of what a producer and the publisher can do with a ring, up to a length, and compares with the model.
/// </summary>
internal static class RingSequences
{
    /// <summary>Write, fill with at most one, fill with at most 64, empty.</summary>
    public const int Operations = 4;

    private const int BitsAnOperation = 2;

    /// <summary>How many sequences there are of 1 to so many operations.</summary>
    public static long Count(int longest) => Enumerable.Range(1, longest).Sum(length => 1L << (BitsAnOperation * length));

    /// <summary>Where the ring first differs from the model, or null. Each sequence is checked at its end: its beginnings are sequences, too.</summary>
    public static string? FirstDifference(Func<int, int, IRing> make, int capacity, int first, int longest)
    {
        for (int length = 1; length <= longest; length++)
        {
            for (int code = 0; code < 1 << (BitsAnOperation * length); code++)
            {
                string? difference = Difference(make(capacity, first), capacity, first, code, length);
                if (difference != null)
                {
                    return $"capacity {capacity}, first {first}, {Show(code, length)}: {difference}";
                }
            }
        }

        return null;
    }

    private static string? Difference(IRing ring, int capacity, int first, int code, int length)
    {
        try
        {
            RingModel model = new(capacity);
            for (int i = 0; i < length; i++)
            {
                Apply(ring, model, (code >> (BitsAnOperation * i)) & (Operations - 1));
            }

            return RingCheck.Difference(ring, model, first) ?? RingCheck.DifferenceWhenDrained(ring, model, first);
        }
        catch (IndexOutOfRangeException)
        {
            return "reaches beyond its arrays";
        }
    }

    private static void Apply(IRing ring, RingModel model, int operation)
    {
        if (operation == 0)
        {
            ring.Write(RingEvents.Word(model.Raised), RingEvents.Ticks(model.Raised), RingEvents.Value(model.Raised));
            model.Write();
        }
        else if (operation == Operations - 1)
        {
            ring.EmptyOutbox();
            model.Empty();
        }
        else
        {
            int most = operation == 1 ? 1 : 64;
            ring.FillOutbox(most);
            model.Fill(most);
        }
    }

    private static string Show(int code, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(i => "w1fe"[(code >> (BitsAnOperation * i)) & (Operations - 1)]));
}
