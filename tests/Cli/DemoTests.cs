using System.Text.Json;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>`demo`: every event of the trace once, in order, through broker and SDK.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly Traces _traces = new();

    public void Dispose() => _traces.Dispose();

    [Fact]
    public async Task ATraceArrivesWholeInOrderAndOnce() => await AssertArrivesAsync(_traces.Write("random.csv", Traces.Random(7, 2000)), "max");

    [Fact]
    public async Task SoDoesOneAtAHighSpeed() => await AssertArrivesAsync(_traces.Write("random.csv", Traces.Random(8, 200)), "100000");

    [Fact]
    public async Task SoDoesTheRecordedTrace() => await AssertArrivesAsync(Repository.Recorded(), "max");

    [Fact]
    public async Task InTheBuiltInDayTheBrokerGoesAndNothingIsLost()
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--speed", "10000", "--json"])).AssertDone();

        using JsonDocument summary = JsonDocument.Parse(demo.Lines[^1]);
        AssertBalance(summary.RootElement, demo.Lines.Length - 2);
        Assert.Contains("18:20  The broker goes away.", demo.Errors);
        Assert.Matches(@"19:00  The broker is back\. \d+ events have waited", demo.Errors);
        Assert.DoesNotContain("Waiting for the broker", demo.Errors);
        Assert.Single(demo.Lines, line => line.Contains("\"name\":\"kitchen\",\"celsius\":24.0") && line.Contains("\"limit\":24.00,\"side\":\"high\",\"entered\":true"));
        Assert.Single(demo.Lines, line => line.Contains("\"limit\":24.00,\"side\":\"high\",\"entered\":false"));
        Assert.Single(demo.Lines, line => line.Contains("\"name\":\"bedroom\",\"reason\":\"out-of-range\",\"began\":true"));
        Assert.Single(demo.Lines, line => line.Contains("\"name\":\"bedroom\",\"reason\":\"out-of-range\",\"began\":false"));
    }

    [Fact]
    public async Task LinesToReadEndWithTheSameCount()
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--speed", "max", "--trace", _traces.Write("small.csv", Traces.Small)])).AssertDone();

        Assert.Equal("2024-02-29 23:59:59.99Z  demo       hall           20.00 °C", demo.Lines[1]);
        Assert.Matches(@"^\d+ raised = \d+ delivered \+ 0 lost; 0 came twice; \d+ batches, \d+ bytes, \d+\.\d bytes an event; \d+ bytes of states and all else$", demo.Lines[^1]);
    }

    [Fact]
    public async Task CtrlCEndsItWithTheSummary()
    {
        using Nanoevents demo = Nanoevents.Start("demo", "--json");
        await demo.WaitForAsync("\"kind\":\"temperature\"");

        Finished ended = (await demo.InterruptAsync()).AssertDone();

        Assert.StartsWith("{\"kind\":\"summary\",", ended.Lines[^1]);
    }

    [Fact]
    public async Task AReaderThatGoesAwayEndsIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a closed pipe is not noticed there");
        using Nanoevents demo = Nanoevents.StartUnread("demo");

        Assert.NotNull(await demo.OpenOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        demo.OpenOutput.Close();

        (await demo.EndAsync()).AssertDone();
    }

    private static async Task AssertArrivesAsync(string trace, string speed)
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--trace", trace, "--speed", speed, "--json"])).AssertDone();

        List<string> expected = ExpectedEvents.Of(File.ReadAllText(trace));
        Assert.Equal(expected, ExpectedEvents.Printed(demo.Lines));
        Assert.StartsWith("{\"device\":\"demo\",", demo.Lines[0]);
        Assert.Contains("\"kind\":\"boot\"", demo.Lines[0]);
        using JsonDocument summary = JsonDocument.Parse(demo.Lines[^1]);
        AssertBalance(summary.RootElement, expected.Count);
    }

    private static void AssertBalance(JsonElement summary, long raised)
    {
        string[] names = ["kind", "raised", "delivered", "lost", "duplicates", "batches", "payloadBytes", "otherBytes"];
        Assert.Equal(names, summary.EnumerateObject().Select(field => field.Name));
        Assert.Equal((raised, raised, 0), (summary.GetProperty("raised").GetInt64(), summary.GetProperty("delivered").GetInt64(), summary.GetProperty("lost").GetInt64()));
    }
}
