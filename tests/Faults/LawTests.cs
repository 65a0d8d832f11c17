using System.Globalization;

namespace NanoEvents.Faults.Tests;

public sealed class LawTests(ITestOutputHelper output)
{
    // More by NANOEVENTS_FAULT_SEEDS; another set by NANOEVENTS_FAULT_FIRST.
    private static readonly int First = Number("NANOEVENTS_FAULT_FIRST", 0);
    private static readonly int Seeds = Number("NANOEVENTS_FAULT_SEEDS", 2000);

    [Fact]
    public void UnderThousandsOfScriptsEachNumberIsDeliveredOnceOrInExactlyOneLoss()
    {
        FaultSeeds seeds = FaultSeeds.Run(First, Seeds);

        output.WriteLine(seeds.ToString());
        Assert.True(seeds.Broken.IsEmpty, seeds.ToString());
        Assert.All(FaultSyntax.All.Where(IsDrawn), syntax => Assert.True(seeds.Drawn(syntax.Verb) > Seeds / 100, $"'{syntax.Name}' is hardly ever drawn"));
        Assert.All(["delivered", "overflow", "transit", "restart"], what => Assert.True(seeds.Count(what) > Seeds / 4, $"hardly anything was {what}"));
    }

    [Theory]
    [InlineData(2_105)]
    [InlineData(4_616)]
    [InlineData(4_692)]
    [InlineData(17_058)]
    [InlineData(17_809)]
    [InlineData(22_800)]
    [InlineData(25_594)]
    [InlineData(26_783)]
    [InlineData(27_474)]
    [InlineData(28_859)]
    [InlineData(29_019)]
    [InlineData(29_557)]
    [InlineData(1_003_838)]
    [InlineData(1_014_786)]
    [InlineData(1_014_921)]
    [InlineData(1_015_584)]
    [InlineData(1_017_287)]
    [InlineData(1_017_445)]
    public void UnderAScriptThatOnceBrokeItTheLawHolds(int seed) => Assert.Null(FaultRunner.Run(seed));

    [Fact]
    public void TheSameSeedGivesTheSameRun()
    {
        List<string> first = [];
        List<string> second = [];
        FaultRunner.Run(FaultDraw.Draw(7), first.Add, null);
        FaultRunner.Run(FaultDraw.Draw(7), second.Add, null);

        Assert.Equal(first, second);
    }

    [Fact]
    public void ADrawnScriptIsReadBackFromItsText()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            FaultScript drawn = FaultDraw.Draw(seed);
            FaultScript read = FaultScriptFile.Parse(drawn.ToString(), "drawn");

            Assert.Equal(drawn.Seed, read.Seed);
            Assert.Equal(drawn.Lines, read.Lines.Select(line => line with { Number = 0 }));
        }
    }

    [Fact]
    public void WhereNothingAtAllWasDeliveredOrToldTheLawIsBroken()
    {
        Law law = new();
        Truth truth = new("hall", transitMayLose: true, isDisputed: false, new WorldTime(new Timetable()));
        law.Add(truth);
        TrueBoot boot = new(1, 0, 0, 512, 1) { FirstToCome = 1 };
        truth.Add(boot);
        boot.Raised.AddRange(Enumerable.Repeat(new RaisedEvent(0, 0, 0), 20_440));
        law.ReaderStarted([], 32);

        Assert.Throws<LawException>(law.CheckEnd);
    }

    private static bool IsDrawn(FaultSyntax syntax) => syntax.Place != FaultPlace.World || WorldDraw.Held.Contains(syntax.Verb) || BoardDraw.Verbs.Contains(syntax.Verb);

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
