using System.Collections.Concurrent;

namespace NanoEvents.Faults.Tests;

/// <summary>Many seeds, on all cores, and what came of them.</summary>
internal sealed class FaultSeeds
{
    private readonly Dictionary<string, long> _counts = [];
    private int _run;

    /// <summary>What was wrong, by seed.</summary>
    public ConcurrentDictionary<int, string> Broken { get; } = new();

    public static FaultSeeds Run(int from, int count)
    {
        var seeds = new FaultSeeds();
        Parallel.For(from, from + count, seeds.Run);
        return seeds;
    }

    /// <summary>How many numbers came to this: <c>delivered</c>, <c>overflow</c>, <c>transit</c>, <c>restart</c>.</summary>
    public long Count(string what) => _counts.GetValueOrDefault(what);

    public override string ToString() =>
        $"{_run} scripts: {string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"))}; {Broken.Count} broken"
        + string.Concat(Broken.OrderBy(broken => broken.Key).Take(10).Select(broken =>
            $"\n{broken.Value}\n    dotnet run --project tests/Faults -- replay {broken.Key}"));

    private void Run(int seed)
    {
        Dictionary<string, long> counts = [];
        if (FaultRunner.Run(FaultDraw.Draw(seed), null, counts) is { } problem)
        {
            Broken[seed] = problem;
        }

        lock (_counts)
        {
            _run++;
            foreach ((string what, long count) in counts)
            {
                _counts[what] = _counts.GetValueOrDefault(what) + count;
            }
        }
    }
}
