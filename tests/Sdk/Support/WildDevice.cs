namespace NanoEvents.Tests;

/// <summary>
/// A device, its ring and the way to us, drawn at random: what it raises, what its ring drops, what the way loses, doubles and delays,
/// and when it restarts. Knows the truth.
/// </summary>
public sealed class WildDevice
{
    // 12 days: in less, no board raises 2,147,483,607 events.
    private const long LongUptime = 100_000_000;

    private readonly Random _random;
    private readonly double _maxDelay;
    private readonly List<Arrival> _arrivals = [];

    public WildDevice(int seed, double maxDelay)
    {
        _random = new Random(seed);
        _maxDelay = maxDelay;
        int boots = _random.Next(1, 4);
        double now = 0;
        for (int boot = 1; boot <= boots; boot++)
        {
            uint first = boot > 1 || _random.Next(2) == 0 ? 1 : _random.Next(2) == 0 ? uint.MaxValue - 40 : int.MaxValue - 40u;
            now = Live(boot, first, now);
        }
    }

    /// <summary>A message, when it comes, and what it is of.</summary>
    public sealed record Arrival(double Seconds, TestBatch Batch);

    /// <summary>By boot: the numbers that the ring dropped.</summary>
    public Dictionary<int, HashSet<uint>> Dropped { get; } = [];

    public IEnumerable<Arrival> Arrivals => _arrivals.OrderBy(a => a.Seconds);

    private double Live(int boot, uint first, double now)
    {
        Dropped[boot] = [];
        uint next = first;
        long uptime = first == 1 ? new TestBatch().Sealed : LongUptime;
        int batches = _random.Next(1, 12);
        for (int i = 0; i < batches; i++)
        {
            uint overflow = _random.Next(4) == 0 ? (uint)_random.Next(1, 6) : 0;
            for (uint n = 0; n < overflow; n++)
            {
                Dropped[boot].Add(next++);
            }

            var batch = new TestBatch
            {
                Boot = boot,
                First = next,
                Count = _random.Next(0, 5),
                Overflow = overflow,
                HasBoot = i == 0 && first == 1,
                Sealed = uptime,
            };
            Send(batch, now);
            next += (uint)batch.Count;
            if (_random.Next(3) == 0)
            {
                Send(TestBatch.State(next + 3, waiting: 3) with { Boot = boot, Sealed = uptime }, now);
            }

            now += _random.NextDouble() * 3;
        }

        // A boot of which nothing has come before the next one began would look like the latest: nobody can tell boots apart by age.
        double firstSeen = _arrivals.Where(a => a.Batch.Boot == boot && !a.Batch.IsState).Select(a => a.Seconds).DefaultIfEmpty(now).Min();
        return Math.Max(now, firstSeen + 0.001) + (_random.Next(2) == 0 ? 0 : 10);
    }

    private void Send(TestBatch batch, double now)
    {
        int copies = _random.Next(6) switch { 0 => 0, 1 => 2, _ => 1 };
        for (int i = 0; i < copies; i++)
        {
            double delay = _random.Next(3) == 0 ? _random.NextDouble() * _maxDelay : 0;
            _arrivals.Add(new Arrival(now + delay + (_arrivals.Count * 1e-6), batch));
        }
    }
}
