namespace NanoEvents.Faults.Tests;

/// <summary>
/// Draws what goes wrong around a device and its reader: others, forgeries, lost sessions, wrong checkpoints and clocks. Its numbers are its own, so that what
/// else a seed draws stays what it was.
/// </summary>
public static class WorldDraw
{
    private const int OwnNumbers = 1_000_003;
    private const int MaxLines = 5;

    /// <summary>The kinds that the law holds under.</summary>
    public static IReadOnlyList<FaultVerb> Held { get; } =
    [
        FaultVerb.Neighbours, FaultVerb.ForgeBatches, FaultVerb.ForgeStates, FaultVerb.Crowd, FaultVerb.SessionLose, FaultVerb.SessionClean, FaultVerb.SessionQos0,
        FaultVerb.ReaderLimit, FaultVerb.ReaderSlow, FaultVerb.ReaderBehind, FaultVerb.ReaderAhead, FaultVerb.ReaderClock, FaultVerb.DeviceWrap,
        FaultVerb.TwinStart, FaultVerb.BootRepeat,
    ];

    private static readonly FaultVerb[] Verbs =
        [.. FaultSyntax.All.Where(syntax => syntax.Place == FaultPlace.World && syntax.Verb != FaultVerb.TwinStop && !BoardDraw.Verbs.Contains(syntax.Verb)).Select(syntax => syntax.Verb)];

    /// <summary>Adds lines to those of a script; to every other script none.</summary>
    internal static List<FaultLine> AddTo(List<FaultLine> lines, int seed, IReadOnlyList<FaultVerb> held)
    {
        Random random = new(unchecked(seed * OwnNumbers));
        if (random.Next(2) == 0)
        {
            return lines;
        }

        // Most often one kind alone, so that each is also seen without the others.
        FaultVerb only = Verbs[random.Next(Verbs.Length)];
        FaultVerb[] verbs = random.Next(3) == 0 ? [.. Verbs.Where(_ => random.Next(3) == 0)] : [only];
        List<FaultLine> all = [.. lines];
        for (int i = random.Next(1, MaxLines + 1); i > 0 && verbs.Length > 0; i--)
        {
            FaultVerb verb = verbs[random.Next(verbs.Length)];
            FaultLine line = Draw(random, When(random, verb, lines), verb);
            if (!held.Contains(line.Verb))
            {
                continue;
            }

            all.Add(line);
            if (line.Verb == FaultVerb.TwinStart)
            {
                all.Add(new FaultLine(line.AtMs + random.Next(5_000, 180_000), FaultVerb.TwinStop));
            }
        }

        return [.. all.OrderBy(line => line.AtMs)];
    }

    // Often while another fault is at work. Properties of a device's first start apply from the beginning.
    private static long When(Random random, FaultVerb verb, List<FaultLine> lines)
    {
        int kind = random.Next(4);
        return kind == 0 || lines.Count == 0 || verb == FaultVerb.DeviceWrap ? 0
            : kind == 1 ? random.NextInt64(lines[^1].AtMs + 60_000)
            : lines[random.Next(lines.Count)].AtMs + random.Next(6_000);
    }

    private static FaultLine Draw(Random random, long atMs, FaultVerb verb) => verb switch
    {
        FaultVerb.Neighbours => new(atMs, verb, random.Next(1, 4)),
        FaultVerb.ForgeBatches => new(atMs, verb, random.Next(3) == 0 ? random.Next(1, 50) : 1),
        FaultVerb.ForgeStates => new(atMs, verb, random.Next(1, 12)),
        FaultVerb.Crowd => new(atMs, verb, random.Next(1, 40)),
        FaultVerb.ReaderLimit => new(atMs, verb, random.Next(3) switch { 0 => 1, 1 => random.Next(2, 8), _ => random.Next(8, 65) }, random.Next(2) * random.Next(1, 100)),
        FaultVerb.ReaderSlow => new(atMs, verb, random.Next(3) == 0 ? 0 : random.Next(1, 300)),
        FaultVerb.ReaderBehind => new(atMs, verb, random.Next(2) == 0 ? random.Next(1, 100) : random.Next(1, 5_000)),
        FaultVerb.ReaderAhead => new(atMs, verb, random.Next(1, 2_000)),
        FaultVerb.ReaderClock => new(atMs, verb, Step(random)),
        FaultVerb.BootRepeat => new(atMs, verb, random.Next(1, 4)),
        _ => new(atMs, verb),
    };

    // A little, an hour of a zone, or the years of a clock that was never set.
    private static long Step(Random random) => (random.Next(2) == 0 ? 1 : -1) * random.Next(4) switch
    {
        0 => random.Next(100, 4_000),
        1 => random.Next(4_000, 120_000),
        2 => 3_600_000L,
        _ => random.NextInt64(20L * 365 * 86_400_000),
    };
}
