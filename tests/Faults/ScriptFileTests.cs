namespace NanoEvents.Faults.Tests;

public sealed class ScriptFileTests
{
    [Fact]
    public void AScriptIsReadWithTimesArgumentsAndRemarks()
    {
        FaultScript script = FaultScriptFile.Parse("# bad luck\nseed 7\n\n1.5 broker stop # now\n1:30 link cut\n0:02:00 batches delay 2.5 3\n120 edges 20000 1\n", "f");

        Assert.Equal(7, script.Seed);
        Assert.Equal(
            [
                new FaultLine(1500, FaultVerb.BrokerStop, Number: 4),
                new FaultLine(90_000, FaultVerb.LinkCut, 0, 0, 5),
                new FaultLine(120_000, FaultVerb.BatchesDelay, 2500, 3, 6),
                new FaultLine(120_000, FaultVerb.Edges, 20_000, 1, 7),
            ],
            script.Lines);
    }

    [Theory]
    [InlineData("soon broker stop", "f line 1: 'soon' is not a time: seconds, or hours:minutes:seconds, of at most 366 days")]
    [InlineData("1:60 broker stop", "f line 1: '1:60' is not a time: seconds, or hours:minutes:seconds, of at most 366 days")]
    [InlineData("-1 broker stop", "f line 1: '-1' is not a time: seconds, or hours:minutes:seconds, of at most 366 days")]
    [InlineData("99999999 broker stop", "f line 1: '99999999' is not a time: seconds, or hours:minutes:seconds, of at most 366 days")]
    [InlineData("\n5 broker stop\n4 broker start", "f line 3: the time 4 is before the one in the line above")]
    [InlineData("1 broker explode", "f line 1: 'broker explode' is not a verb: broker stop, broker start, broker kill,")]
    [InlineData("1", "f line 1: '' is not a verb: broker stop,")]
    [InlineData("1 broker stop 3", "f line 1: '3' is too much: TIME broker stop")]
    [InlineData("1 link cut 1 2", "f line 1: '2' is too much: TIME link cut [SECONDS]")]
    [InlineData("1 ack delay", "f line 1: SECONDS is missing: TIME ack delay SECONDS")]
    [InlineData("1 ack delay 1.0001", "f line 1: SECONDS must be seconds, to the millisecond, from 0 to 86400, not '1.0001': TIME ack delay SECONDS")]
    [InlineData("1 edges 0", "f line 1: COUNT must be a whole number from 1 to 1000000, not '0': TIME edges COUNT [PIN]")]
    [InlineData("1 edges 5 32", "f line 1: PIN must be a whole number from 0 to 31, not '32': TIME edges COUNT [PIN]")]
    [InlineData("1 broker stop\nseed 3", "f line 2: seed comes once, and before the first fault")]
    [InlineData("seed", "f line 1: a seed is a whole number, such as: seed 7")]
    [InlineData("1 \u001b[31mbroker stop", "f line 1: '?[31mbroker stop' is not a verb:")]
    public void AMistakeIsALineWithItsNumber(string text, string mistake)
    {
        FaultScriptException e = Assert.Throws<FaultScriptException>(() => FaultScriptFile.Parse(text, "f"));

        Assert.StartsWith(mistake, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void RandomTextIsReadOrRefusedWithALine()
    {
        string[] words = ["1", "2.5", "1:30", "seed", "broker", "stop", "link", "cut", "edges", "batches", "delay", "-3", "9999999999999", "#", "\n", "\0", "\u001b", "unplug", "1e5", ":"];
        Random random = new(5);
        for (int i = 0; i < 100_000; i++)
        {
            string text = string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                FaultScriptFile.Parse(text, "f");
            }
            catch (FaultScriptException e)
            {
                Assert.StartsWith("f line ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void WhatADeviceAloneCannotDoIsRefusedWithTheLineAndTheCommandThatCan()
    {
        FaultScript script = FaultScriptFile.Parse("1 link cut\n2 batches lose 3\n", "f");

        FaultScriptException e = Assert.Throws<FaultScriptException>(() => script.RequireOfDevice("f"));

        Assert.Equal("f line 2: 'batches lose' is the broker's, and a device alone cannot do it: use nanoevents demo, or take the line out", e.Message);
    }

    [Fact]
    public void WhatOnlyTheWorldOfTheTestsCanDoIsRefusedWithTheLine()
    {
        FaultScript script = FaultScriptFile.Parse("1 link cut\n2 twin start\n", "f");

        FaultScriptException e = Assert.Throws<FaultScriptException>(() => script.RequireOutsideTests("f"));

        Assert.Equal("f line 2: 'twin start' is for the world of the tests (docs/faults.md): take the line out", e.Message);
    }

    [Fact]
    public void EveryVerbIsInTheDocumentationWithTheCommandsThatDoIt()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "faults.md"));
        string[] rows = [.. text.Split('\n').Select(line => line.Trim())];
        Assert.All(FaultSyntax.All, syntax =>
        {
            string row = Assert.Single(rows, row => row.StartsWith($"| `{syntax.ToString()["TIME ".Length..]}` |", StringComparison.Ordinal));
            string demo = syntax.Place == FaultPlace.World ? "no" : "yes";
            string simulate = syntax.Place == FaultPlace.Device ? "yes" : "no";
            Assert.EndsWith($"| yes | {demo} | {simulate} |", row, StringComparison.Ordinal);
        });
    }
}
