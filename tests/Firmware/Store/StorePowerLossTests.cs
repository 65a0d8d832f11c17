using NanoEvents.Firmware.Tests.Configuration;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>
/// The power goes at every byte of everything that is written and at every deletion: what was written before comes after the restart, each number once and in order, or is said to
/// be lost because it was overwritten.
/// </summary>
public sealed class StorePowerLossTests
{
    private const int Lives = 200;

    public static TheoryData<CutKind> Cuts => [.. Enum.GetValues<CutKind>()];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void AtEveryByteOfALifeThatOverwritesWritesAgainAndSends(CutKind cut)
    {
        StoreLife whole = Full(cut);
        long before = whole.Steps;
        whole.Go();
        Assert.InRange(whole.Steps - before, 600, 2000);

        for (long steps = 0; steps <= whole.Steps - before; steps++)
        {
            StoreLife life = Full(cut);
            life.StepsLeft = steps;
            life.Go();
            life.EndWithRestart();
        }
    }

    [Fact]
    public void AtAnyByteOfAnyLife()
    {
        long lost = 0;
        for (int seed = 0; seed < Lives; seed++)
        {
            StoreLife life = new(seed, new Random(seed).Next(60_000), (CutKind)(seed % 5));
            life.Live(250);
            life.EndWithRestart();
            lost += life.LostNumbers;
        }

        Assert.InRange(lost, Lives, long.MaxValue);
    }

    private static StoreLife Full(CutKind cut)
    {
        StoreLife life = new(0, long.MaxValue, cut);
        life.FillAndRestart();
        return life;
    }
}
