namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>
/// Runs every sequence of what a producer and the publisher can do with a ring, up to a length, and compares with the model.
/// </summary>
internal static class RingSequences
{
    /// <summary>Write, fill with at most one, fill with at most 64, empty, ask whether it is urgent.</summary>
    public const int Operations = 5;

    private const int Write = 0;
    private const int FillOne = 1;
    private const int FillAll = 2;
    private const int Empty = 3;

    /// <summary>How many sequences there are of 1 to so many operations.</summary>
    public static int Count(int longest) => Enumerable.Range(1, longest).Sum(CountOf);

    /// <summary>Where the ring first differs from the model, or null. Each sequence is checked at its end: its beginnings are sequences, too.</summary>
    public static string? FirstDifference(Func<int, int, IRing> make, int capacity, int first, int longest)
    {
        for (int length = 1; length <= longest; length++)
        {
            for (int code = 0; code < CountOf(length); code++)
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

    /// <summary>Where the ring first differs from the model in one long random run, or null.</summary>
    public static string? RandomDifference(IRing ring, int capacity, int first, Random random, int length)
    {
        RingModel model = new(capacity);
        string? difference = null;
        for (int i = 0; i < length && difference == null; i++)
        {
            // More writes than anything else, so that larger rings fill up, too.
            Apply(ring, model, random.Next(30) < 28 ? Write : random.Next(Operations));
            difference = RingCheck.Difference(ring, model, first);
        }

        return difference ?? RingCheck.DifferenceWhenDrained(ring, model, first);
    }

    // Each digit of the code is an operation, the first one lowest.
    private static string? Difference(IRing ring, int capacity, int first, int code, int length)
    {
        try
        {
            RingModel model = new(capacity);
            for (int i = 0; i < length; i++)
            {
                Apply(ring, model, code % Operations);
                code /= Operations;
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
        switch (operation)
        {
            case Write:
                ring.Write(RingEvents.Word(model.Raised), RingEvents.Ticks(model.Raised), RingEvents.Value(model.Raised));
                model.Write();
                break;
            case FillOne or FillAll:
                int most = operation == FillOne ? 1 : 64;
                ring.FillOutbox(most);
                model.Fill(most);
                break;
            case Empty:
                ring.EmptyOutbox();
                model.Empty();
                break;
            default:
                ring.IsUrgent();
                model.IsUrgent();
                break;
        }
    }

    private static int CountOf(int length) => (int)Math.Pow(Operations, length);

    private static string Show(int code, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(i => "w1fe?"[code / CountOf(i) % Operations]));
}
