namespace NanoEvents.Faults.Tests;

/// <summary>
/// Draws what happens on the board below the firmware: a pin that oscillates, a thread that ends. A script with neighbours stays as it is. Its numbers are its own, so that what else a seed draws stays
/// what it was.
/// </summary>
public static class BoardDraw
{
    private const int OwnNumbers = 1_000_033;

    /// <summary>The kinds that it draws.</summary>
    public static IReadOnlyList<FaultVerb> Verbs { get; } = [FaultVerb.Oscillate, FaultVerb.PublisherEnd];

    /// <summary>Adds lines to those of a script; to most scripts none.</summary>
    internal static List<FaultLine> AddTo(List<FaultLine> lines, int seed)
    {
        Random random = new(unchecked(seed * OwnNumbers));
        if (random.Next(6) != 0 || lines.Exists(line => line.Verb == FaultVerb.Neighbours))
        {
            return lines;
        }

        List<FaultLine> all = [.. lines];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            long atMs = lines.Count == 0 ? random.Next(60_000) : lines[random.Next(lines.Count)].AtMs + random.Next(6_000);
            all.Add(random.Next(2) == 0
                ? new FaultLine(atMs, FaultVerb.PublisherEnd)
                : new FaultLine(atMs, FaultVerb.Oscillate, random.Next(3) == 0 ? random.Next(1, 300) : random.Next(300, 40_000), random.Next(2)));
        }

        return [.. all.OrderBy(line => line.AtMs)];
    }
}
