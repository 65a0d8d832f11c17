using System.Collections.Concurrent;

namespace NanoEvents.Firmware.Tests.Ring;

public sealed class EventRingTests
{
    private const int Longest = 8;
    private const int MaxForMistakes = 7;

    // Beginnings: as on the device, just before int.MaxValue, and just before the numbers wrap to 0.
    private static readonly int[] _firsts = [1, int.MaxValue - 2, -2];
    private static readonly AutoResetEvent _wake = new(false);

    [Fact]
    public void EverySequenceOfUpToEightOperationsDoesWhatTheReferenceDoes()
    {
        ConcurrentBag<string> differences = [];

        Parallel.ForEach(Cases(), (a) =>
        {
            string? difference = RingSequences.FirstDifference((capacity, first) => new RealRing(capacity, first, _wake), a.Capacity, a.First, Longest);
            differences.Add(difference ?? string.Empty);
        });

        Assert.All(differences, difference => Assert.Empty(difference));
        TestContext.Current.SendDiagnosticMessage($"{(long)RingSequences.Count(Longest) * Cases().Count()} sequences");
    }

    public static TheoryData<Mistake> Mistakes => [.. Enum.GetValues<Mistake>().Where(mistake => mistake != Mistake.None)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void ARingWithAMistakeIsFound(Mistake mistake)
    {
        string? difference = Cases().Select(a => RingSequences.FirstDifference(Make(mistake), a.Capacity, a.First, MaxForMistakes)).FirstOrDefault(d => d != null);

        Assert.NotNull(difference);
    }

    [Fact]
    public void ARingWithoutAMistakePasses()
    {
        IEnumerable<string?> differences = Cases().Select(a => RingSequences.FirstDifference(Make(Mistake.None), a.Capacity, a.First, 6));

        Assert.All(differences, Assert.Null);
    }

    [Fact]
    public void LongRandomRunsDoWhatTheReferenceDoesAtAnyCapacity()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            int capacity = random.Next(1, 200);
            int first = random.Next(3) == 0 ? -random.Next(1000) : int.MaxValue - random.Next(1000);

            string? difference = RingSequences.RandomDifference(new RealRing(capacity, first, _wake), capacity, first, random, 3000);

            Assert.True(difference == null, $"seed {seed}: {difference}");
        }
    }

    [Fact]
    public void ARingWithoutRoomForAnEventIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventRing(0, 1, _wake));
    }

    private static Func<int, int, IRing> Make(Mistake mistake) => (capacity, first) => new MistakenRing(new RealRing(capacity, first, _wake), capacity, mistake);

    private static IEnumerable<(int Capacity, int First)> Cases() =>
        from capacity in Enumerable.Range(1, 4) from first in _firsts select (capacity, first);
}
