using System.Collections.Concurrent;

namespace NanoEvents.Faults.Tests;

/// <summary>Many seeds, on all cores, and what came of them.</summary>
internal sealed class FaultSeeds(IReadOnlyList<FaultVerb>? around)
{
    private readonly Dictionary<string, long> _counts = [];
    private readonly Dictionary<FaultVerb, int> _drawn = [];
    private int _run;

    /// <summary>What was wrong, by seed.</summary>
    public ConcurrentDictionary<int, string> Broken { get; } = new();

    /// <param name="from">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="around">What may go wrong around device and reader; null for what the law holds under.</param>
    public static FaultSeeds Run(int from, int count, IReadOnlyList<FaultVerb>? around = null)
    {
        var seeds = new FaultSeeds(around);
        Parallel.For(from, from + count, seeds.Run);
        return seeds;
    }

    /// <summary>How many numbers came to this: <c>delivered</c>, <c>overflow</c>, <c>transit</c>, <c>restart</c>.</summary>
    public long Count(string what) => _counts.GetValueOrDefault(what);

    /// <summary>How many scripts have this verb.</summary>
    public int Drawn(FaultVerb verb) => _drawn.GetValueOrDefault(verb);

    public override string ToString() =>
        $"{_run} scripts: {string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"))}; {Broken.Count} broken"
        + string.Concat(Broken.OrderBy(broken => broken.Key).Take(10).Select(broken =>
            $"\n{broken.Value}\n    dotnet run --project tests/Faults -- replay {broken.Key}"));

    private void Run(int seed)
    {
        Dictionary<string, long> counts = [];
        FaultScript script = FaultDraw.Draw(seed, around);
        if (FaultRunner.Run(script, null, counts) is { } problem)
        {
            Broken[seed] = problem;
        }

        lock (_counts)
        {
            _run++;
            foreach (FaultVerb verb in script.Lines.Select(line => line.Verb).Distinct())
            {
                _drawn[verb] = _drawn.GetValueOrDefault(verb) + 1;
            }

            foreach ((string what, long count) in counts)
            {
                _counts[what] = _counts.GetValueOrDefault(what) + count;
            }
        }
    }
}
