using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>`import` and `export`: into a history and out of it.</summary>
public sealed class PastTests : IDisposable
{
    private readonly Traces _traces = new();

    private string Data => Path.Combine(_traces.Folder, "house.db");

    public void Dispose() => _traces.Dispose();

    [Fact]
    public async Task AnImportedTraceComesOutAsADeviceWouldHaveSentIt()
    {
        string csv = Traces.Random(4, 300);
        Finished imported = (await ImportTraceAsync(csv)).AssertDone();

        Finished exported = (await Nanoevents.RunAsync(["export", "--data", Data, "--json"])).AssertDone();
        List<string> expected = ExpectedEvents.Of(csv);
        Assert.Equal(expected.Order(StringComparer.Ordinal), ExpectedEvents.Printed(exported.Lines).Order(StringComparer.Ordinal));
        Assert.Contains($"{expected.Count} records written to {Data}", imported.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameTraceIsImportedOnce()
    {
        string csv = Traces.Random(4, 100);
        (await ImportTraceAsync(csv)).AssertDone();

        Finished again = (await ImportTraceAsync(csv)).AssertDone();

        Assert.Contains("0 records written", again.Errors, StringComparison.Ordinal);
        Assert.Contains("were there already", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsExportedCanBeImportedElsewhere()
    {
        (await ImportTraceAsync(Traces.Small)).AssertDone();
        Finished lines = await Nanoevents.RunAsync(["export", "--data", Data, "--json"]);
        string other = Path.Combine(_traces.Folder, "other.db");

        (await Nanoevents.RunAsync(["import", "--data", other, "--events", "-"], lines.Output)).AssertDone();

        Assert.Equal(lines.Output, (await Nanoevents.RunAsync(["export", "--data", other, "--json"])).Output);
    }

    [Fact]
    public async Task LinesOfCsvAreForSpreadsheets()
    {
        (await ImportTraceAsync(Traces.Small)).AssertDone();
        (await Nanoevents.RunAsync(["import", "--data", Data, "--events", _traces.Write(
            "more.jsonl",
            """
            {"device":"hall","boot":7,"sequence":null,"time":"2026-03-01T08:00:00.000Z","clock":"estimated","kind":"boot","source":null,"cause":"watchdog","firmware":"0.1.0"}
            {"device":"hall","boot":7,"sequence":1,"time":"2026-03-01T08:00:00.000Z","clock":"estimated","kind":"motion","source":0,"name":"=cmd, \"x\"","moving":true}
            {"device":"hall","boot":7,"sequence":null,"time":null,"clock":"unknown","kind":"lost","source":null,"from":2,"count":3,"cause":"overflow"}
            {"device":"hall","boot":7,"sequence":5,"time":"2026-03-01T09:00:00.000Z","clock":"synchronized","kind":"threshold","source":0,"celsius":26.1,"limit":26,"side":"high","entered":true}

            """)])).AssertDone();

        Verified.Check("export-csv", (await Nanoevents.RunAsync(["export", "--data", Data, "--csv"])).AssertDone().Output);
    }

    [Fact]
    public async Task OnlyTheDeviceAndTheTimesThatWereAskedForComeOut()
    {
        (await ImportTraceAsync(Traces.Small)).AssertDone();

        Assert.Empty((await Nanoevents.RunAsync(["export", "--data", Data, "--device", "hall"])).AssertDone().Lines);
        Assert.Empty((await Nanoevents.RunAsync(["export", "--data", Data, "--to", "2000-01-01"])).AssertDone().Lines);
        Assert.NotEmpty((await Nanoevents.RunAsync(["export", "--data", Data, "--device", "flat", "--from", "2000-01-01"])).AssertDone().Lines);
    }

    [Fact]
    public async Task ALineThatIsNoEventCostsNoOther()
    {
        string events = _traces.Write(
            "events.jsonl",
            """
            {"device":"hall","boot":7,"sequence":1,"time":"2026-03-01T08:00:00.000Z","clock":"synchronized","kind":"motion","source":0,"moving":true}
            nonsense
            {"device":"hall","boot":7,"sequence":2,"time":"2026-03-01T08:00:00.000Z","clock":"synchronized","kind":"motion","source":0}
            {"device":"hall","boot":7,"sequence":3,"time":"2026-03-01T08:00:01.000Z","clock":"synchronized","kind":"motion","source":0,"moving":false}

            """);

        Finished imported = await Nanoevents.RunAsync(["import", "--data", Data, "--events", events]);

        Assert.Equal(1, imported.ExitCode);
        Assert.Contains($"error  {events}, line 2: not an event as watch --json prints it", imported.Errors, StringComparison.Ordinal);
        Assert.Contains($"error  {events}, line 3: An event has a member \"moving\"; this object has none.", imported.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await Nanoevents.RunAsync(["export", "--data", Data])).AssertDone().Lines.Length);
    }

    [Theory]
    [InlineData("import", "import needs one thing to import: --trace FILE, or --events FILE.")]
    [InlineData("import --trace t.csv", "--trace needs the device that it is of: --device ID.")]
    [InlineData("import --events nowhere.jsonl", "--events cannot be read: ")]
    [InlineData("export", "house.db does not exist.")]
    [InlineData("export --json --csv", "--json and --csv exclude each other: give one.")]
    [InlineData("export --from yesterday", "--from must be a time such as 2026-01-31 or 2026-01-31T08:00Z, not 'yesterday'.")]
    public async Task WhatIsWrongIsOneLine(string line, string problem)
    {
        Finished wrong = await Nanoevents.RunAsync([.. line.Split(' '), "--data", Data]);

        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains(problem, wrong.Errors, StringComparison.Ordinal);
        Assert.Single(wrong.ErrorLines);
        Assert.False(File.Exists(Data));
    }

    private Task<Finished> ImportTraceAsync(string csv) => Nanoevents.RunAsync(["import", "--data", Data, "--device", "flat", "--trace", _traces.Write("trace.csv", csv)]);
}
