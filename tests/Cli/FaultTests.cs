using System.Text.Json;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>`--faults`: what a script says happens in a real run, and every number is accounted for.</summary>
public sealed class FaultTests : IDisposable
{
    private const int Rows = 400;
    private readonly Traces _traces = new();

    public void Dispose() => _traces.Dispose();

    [Fact]
    public async Task TheExampleLosesTheSameEachTimeAndNothingIsUnaccountedFor()
    {
        string[] demo = ["demo", "--speed", "max", "--json", "--faults", Repository.PathOf("docs/faults-example.txt")];

        Finished first = (await Nanoevents.RunAsync(demo)).AssertDone();
        Finished second = (await Nanoevents.RunAsync(demo)).AssertDone();

        // Except what depends on the machine's speed: a slow acknowledgement makes the device send a batch again.
        Assert.Equal(first.Lines[..^1], second.Lines[..^1]);
        Assert.Equal(first.Lines[^1].Split("\"duplicates\"")[0], second.Lines[^1].Split("\"duplicates\"")[0]);
        (long raised, long delivered, long[] lost) = Summary(first);
        Assert.Equal(raised, delivered + lost.Sum());
        Assert.All(lost, count => Assert.True(count > 0));
        Assert.Contains("17:40:00  device restart 120", first.Errors);
        Assert.Equal(3, first.Lines.Count(line => line.Contains("\"kind\":\"boot\"")));
    }

    [Fact]
    public async Task ThePageAboutFaultsShowsWhatTheExamplePrints()
    {
        Finished demo = (await Nanoevents.RunAsync(["demo", "--speed", "max", "--faults", Repository.PathOf("docs/faults-example.txt")])).AssertDone();

        Assert.Contains("\n" + demo.Lines[^1].Split(';')[0] + ";", Repository.Read("docs/faults.md"));
    }

    [Theory]
    [InlineData("1000 broker stop\n20:00 edges 3000\n1:00:00 broker start", 'o')]
    [InlineData("1000 batches lose 3", 't')]
    [InlineData("1000 broker stop\n40:00 device restart 300\n1:00:00 broker start", 'r')]
    [InlineData("1000 link cut 600\n40:00 ack lose\n50:00 ack delay 40\n1:00:00 link hang 60\n4000 link cut-in-batch", ' ')]
    [InlineData("1000 batches delay 60\n3000 batches reorder 4\n4000 batches repeat 5", ' ')]
    [InlineData("1000 reader cut 600\n3000 reader restart 60\n4000 settings power-cut\n4100 clock never\n4200 device restart", ' ')]
    [InlineData("100 broker kill\n200 broker start\n300 broker empty", ' ')]
    public async Task EachFaultHasItsCauseAndNoOther(string script, char cause)
    {
        Finished demo = (await Nanoevents.RunAsync(Demo("max", script))).AssertDone();

        (long raised, long delivered, long[] lost) = Summary(demo);
        Assert.Equal(raised, delivered + lost.Sum());
        Assert.Equal("otr".Select(one => one == cause), lost.Select(count => count > 0));
    }

    [Fact]
    public async Task AtAnySpeedEveryNumberIsAccountedFor()
    {
        const string Script = "1000 broker stop\n1500 edges 20000\n2000 broker start\n2500 batches lose 2\n3000 device restart 60\n4000 link cut 20\n5000 broker empty";

        (long raised, long delivered, long[] lost) = Summary((await Nanoevents.RunAsync(Demo("5000", Script))).AssertDone());

        Assert.Equal(raised, delivered + lost.Sum());
        Assert.True(lost.Sum() > 10_000, $"{lost.Sum()} lost of a burst of 20,000 without a broker");
    }

    [Fact]
    public async Task SimulateDoesWhatIsTheDevices()
    {
        string[] toBroker = ["--broker", $"127.0.0.1:{Ports.Free()}"];
        using Nanoevents broker = Nanoevents.Start("broker", "--local", "--port", toBroker[1].Split(':')[1]);
        await broker.WaitForAsync("this machine  mqtt://" + toBroker[1]);
        using Nanoevents watch = Nanoevents.Start(["watch", "--json", .. toBroker]);
        await watch.WaitForAsync("Connected to the broker at mqtt://" + toBroker[1]);
        string script = _traces.Write("faults.txt", "600 link cut 60\n1000 edges 3000\n2000 device restart 60\n3000 settings power-cut 5\n4000 unplug\n4100 plug\n4200 ack lose");

        Finished device = (await Nanoevents.RunAsync(["simulate", "--device", "hut-7", "--speed", "max", "--trace", Trace(), "--faults", script, .. toBroker])).AssertDone();

        Assert.Contains("0:16:40  edges 3000 0", device.Errors);
        Assert.Equal(3, device.Errors.Split("events raised").Length - 1);
        await watch.WaitForAsync("\"kind\":\"boot\"", 3);
        await watch.WaitForAsync("\"cause\":\"restart\"", 2);
        await watch.WaitForAsync("\"reason\":\"no-answer\"", 2);
        Finished watched = (await watch.InterruptAsync()).AssertDone();
        Assert.Contains(watched.Lines, line => line.Contains("\"cause\":\"overflow\""));
        Assert.Equal(2, watched.Lines.Count(line => line.Contains("\"cause\":\"restart\"")));
        Assert.Equal(2, watched.Lines.Count(line => line.Contains("\"reason\":\"no-answer\"")));
        (await broker.InterruptAsync()).AssertDone();
    }

    [Theory]
    [InlineData("10 broker stop", "faults.txt line 1: 'broker stop' is the broker's, and a device alone cannot do it: use nanoevents demo")]
    [InlineData("# first\n10 link cut\n20 batches lose", "faults.txt line 3: 'batches lose' is the broker's")]
    [InlineData("10 reader restart", "faults.txt line 1: 'reader restart' is the reader's")]
    public async Task SimulateRefusesAtItsStartWhatItCannotDo(string script, string says)
    {
        string[] simulate = ["simulate", "--broker", "127.0.0.1:1", "--device", "d", "--trace", Trace(), "--faults", _traces.Write("faults.txt", script)];

        Finished refused = await Nanoevents.RunAsync(simulate);

        refused.AssertFailed(1, says);
        Assert.DoesNotContain("broker at", refused.Errors);
    }

    [Theory]
    [InlineData("10 fly", "faults.txt line 1: 'fly' is not a verb")]
    [InlineData("10 edges", "faults.txt line 1: COUNT is missing: TIME edges COUNT [PIN]")]
    [InlineData("10 edges 5 2", "faults.txt line 1: there is no motion pin 2: the motion pins of the trace are 0 to 1")]
    [InlineData("10 link cut\n10 unplug 7", "faults.txt line 2: there is no thermometer 7: the thermometers of the trace are 0 to 1")]
    [InlineData("10 \u001b[31mred", "line 1: '?[31mred' is not a verb")]
    public async Task AMistakeIsOneLineWithItsNumber(string script, string says)
    {
        Finished failed = await Nanoevents.RunAsync(Demo("max", script));

        failed.AssertFailed(1, says);
        Assert.DoesNotContain('\u001b', failed.Errors);
        Assert.Empty(failed.Output);
    }

    [Fact]
    public async Task AScriptThatIsNotThereIsNamed() =>
        (await Nanoevents.RunAsync(["demo", "--faults", Path.Combine(_traces.Folder, "none.txt")])).AssertFailed(1, "the fault script cannot be read: ");

    [Fact]
    public async Task WhatComesAfterTheTraceIsSaid()
    {
        Finished demo = (await Nanoevents.RunAsync(Demo("max", "100:00:00 broker stop"))).AssertDone();

        Assert.Contains("not done, the trace was over: 100:00:00  broker stop", demo.Errors);
    }

    private string Trace() => _traces.Write("trace.csv", Traces.Random(5, Rows));

    private string[] Demo(string speed, string script) =>
        ["demo", "--json", "--speed", speed, "--trace", Trace(), "--faults", _traces.Write("faults.txt", script)];

    private static (long Raised, long Delivered, long[] Lost) Summary(Finished demo)
    {
        using JsonDocument json = JsonDocument.Parse(demo.Lines[^1]);
        JsonElement summary = json.RootElement;
        long[] lost = [.. summary.GetProperty("lostBy").EnumerateObject().Select(cause => cause.Value.GetInt64())];
        Assert.Equal(summary.GetProperty("lost").GetInt64(), lost.Sum());
        return (summary.GetProperty("raised").GetInt64(), summary.GetProperty("delivered").GetInt64(), lost);
    }
}
