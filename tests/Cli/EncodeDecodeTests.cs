using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>`encode | decode --json` gives the events that the rules give for the trace.</summary>
public sealed class EncodeDecodeTests : IDisposable
{
    private readonly Traces _traces = new();

    public void Dispose() => _traces.Dispose();

    [Fact]
    public async Task ASmallTraceGivesTheseEvents()
    {
        string trace = _traces.Write("small.csv", Traces.Small);

        Finished decoded = await DecodeAsync(await EncodeAsync(trace, 64));

        Verified.Check("small-trace", decoded.Output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    public async Task AnyBatchSizeGivesTheEventsOfATrace(int eventsABatch)
    {
        foreach (string csv in new[] { Traces.Small, Traces.Random(1, 500), Traces.Random(2, 3) })
        {
            await AssertSameEventsAsync(_traces.Write("trace.csv", csv), eventsABatch);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task SoDoesTheRecordedTrace(int eventsABatch) => await AssertSameEventsAsync(Repository.Recorded(), eventsABatch);

    [Fact]
    public async Task TheSameTraceGivesTheSameBytes()
    {
        string trace = _traces.Write("random.csv", Traces.Random(3, 300));

        Assert.Equal((await EncodeAsync(trace, 64)).Output, (await EncodeAsync(trace, 64)).Output);
    }

    [Fact]
    public async Task BatchesGivenAsArgumentsAreTheSame()
    {
        Finished encoded = await EncodeAsync(_traces.Write("random.csv", Traces.Random(4, 100)), 16);

        Finished fromArguments = await Nanoevents.RunAsync(["decode", "--json", .. encoded.Lines]);

        Assert.Equal((await DecodeAsync(encoded)).Output, fromArguments.AssertDone().Output);
    }

    [Fact]
    public async Task TimesInLinesAreUtcWhereverTheComputerStandsAndSaySo()
    {
        string[] batches = (await EncodeAsync(_traces.Write("small.csv", Traces.Small), 64)).Lines;

        Finished there = await Nanoevents.RunInAsync(".", ["decode", .. batches], ("TZ", "Asia/Tokyo"));
        Finished here = await Nanoevents.RunInAsync(".", ["decode", .. batches], ("TZ", "UTC"));

        Assert.Equal(here.AssertDone().Output, there.AssertDone().Output);
        Assert.All(here.Lines.Where(line => line.Contains(" °C", StringComparison.Ordinal)), line => Assert.Matches(@"^~?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d\dZ ", line));
        Assert.Contains(here.Lines, line => line.Contains(" °C", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATraceWithoutRowsHasNoEvents()
    {
        Finished encoded = await EncodeAsync(_traces.Write("empty.csv", "timestamp,a_Temp\n"), 64);

        Assert.Empty(encoded.Output);
        Assert.Empty((await DecodeAsync(encoded)).Output);
    }

    [Fact]
    public async Task ABatchOf64TakesLessThanThreeBytesAnEventOfTheRecordedTrace()
    {
        Assert.InRange(await BytesAnEventAsync(64), 2.8, 3.0);
    }

    [Fact]
    public async Task ABatchOfOneTakesAboutSixteen()
    {
        Assert.InRange(await BytesAnEventAsync(1), 15.5, 16.5);
    }

    private static async Task<double> BytesAnEventAsync(int eventsABatch)
    {
        string trace = Repository.Recorded();
        Finished encoded = await EncodeAsync(trace, eventsABatch);
        return encoded.Lines.Sum(line => line.Length / 2.0) / ExpectedEvents.Of(File.ReadAllText(trace)).Count;
    }

    private static async Task AssertSameEventsAsync(string trace, int eventsABatch)
    {
        Finished encoded = await EncodeAsync(trace, eventsABatch);
        Finished decoded = await DecodeAsync(encoded);

        List<string> expected = ExpectedEvents.Of(File.ReadAllText(trace));
        Assert.Equal(expected, ExpectedEvents.Printed(decoded.Lines));
        Assert.Equal((expected.Count + eventsABatch - 1) / eventsABatch, encoded.Lines.Length);
    }

    private static async Task<Finished> EncodeAsync(string trace, int eventsABatch) =>
        (await Nanoevents.RunAsync(["encode", "--trace", trace, "--batch", $"{eventsABatch}"])).AssertDone();

    private static async Task<Finished> DecodeAsync(Finished encoded) =>
        (await Nanoevents.RunAsync(["decode", "--json"], encoded.Output)).AssertDone();
}
