namespace NanoEvents.Faults.Tests;

/// <summary>Draws fault scripts at random: the same seed gives the same script.</summary>
public static class FaultDraw
{
    private static readonly FaultVerb[] Verbs = [.. FaultSyntax.All.Where(syntax => syntax.Place != FaultPlace.World).Select(syntax => syntax.Verb)];

    // Tame scripts have few kinds of fault, so that each kind is also seen without the others.
    private const int MaxLines = 24;
    private const long UsualPauseMs = 60_000;
    private const long MaxPauseMs = 3 * 3_600_000;

    /// <summary>The script of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="around">What may go wrong around device and reader; null for what the law holds under.</param>
    public static FaultScript Draw(int seed, IReadOnlyList<FaultVerb>? around = null)
    {
        Random random = new(seed);
        FaultVerb[] verbs = random.Next(3) == 0 ? Verbs : [.. Verbs.Where(_ => random.Next(4) == 0)];
        List<FaultLine> lines = [];
        long atMs = random.Next(10) == 0 ? 0 : random.Next(30_000);
        for (int i = random.Next(1, MaxLines + 1); i > 0 && verbs.Length > 0; i--)
        {
            FaultVerb verb = verbs[random.Next(verbs.Length)];
            lines.Add(Draw(random, atMs, verb));
            atMs += Pause(random);
            atMs = Follow(random, lines, verb, atMs);
        }

        return new FaultScript(seed, BoardDraw.AddTo(WorldDraw.AddTo(lines, seed, around ?? WorldDraw.Held), seed));
    }

    private static FaultLine Draw(Random random, long atMs, FaultVerb verb)
    {
        long seconds = 1000L * random.Next(random.Next(20) switch { 0 => 7200, < 10 => 4, _ => 120 });
        return verb switch
        {
            FaultVerb.BatchesDelay => new(atMs, verb, random.Next(100, 12_000), random.Next(1, 6)),
            FaultVerb.BatchesReorder => new(atMs, verb, random.Next(2, 6)),
            FaultVerb.BatchesRepeat or FaultVerb.BatchesLose => new(atMs, verb, random.Next(1, 6)),
            FaultVerb.AckDelay => new(atMs, verb, random.Next(100, 20_000)),
            FaultVerb.LinkHang => new(atMs, verb, random.Next(100, 40_000)),
            FaultVerb.ClockSet => new(atMs, verb, random.Next(3) == 0 ? 0 : 1000L * random.Next(-200_000, 200_000)),
            FaultVerb.Edges => new(atMs, verb, random.Next(8) == 0 ? 20_000 : random.Next(1, 1500), random.Next(2)),
            FaultVerb.Chatter => new(atMs, verb, 1000 + seconds, random.Next(2)),
            FaultVerb.Unplug or FaultVerb.Plug => new(atMs, verb, random.Next(2)),
            FaultVerb.LinkCut or FaultVerb.ReaderCut or FaultVerb.ReaderRestart or FaultVerb.DeviceRestart or FaultVerb.SettingsPowerCut => new(atMs, verb, seconds),
            _ => new(atMs, verb),
        };
    }

    // A stopped broker comes back, mostly soon.
    private static long Follow(Random random, List<FaultLine> lines, FaultVerb verb, long atMs)
    {
        if (verb is not (FaultVerb.BrokerStop or FaultVerb.BrokerKill) || random.Next(4) == 0)
        {
            return atMs;
        }

        lines.Add(new FaultLine(atMs, random.Next(5) == 0 ? FaultVerb.BrokerEmpty : FaultVerb.BrokerStart));
        return atMs + Pause(random);
    }

    private static long Pause(Random random) => random.Next(40) switch
    {
        < 13 => random.Next(200),
        < 26 => random.Next(5_000),
        < 39 => random.NextInt64(UsualPauseMs),
        _ => random.NextInt64(MaxPauseMs),
    };
}
