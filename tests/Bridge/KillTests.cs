using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Redis;
using NanoEvents.Testing;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests;

/// <summary>Bridge and Redis are killed at any moment.</summary>
public sealed class KillTests
{
    private const string Stream = "events";
    private const int Kills = 10;
    private const int BatchesARound = 40;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABridgeIsKilledTenTimesAndTheStreamHoldsEachNumberOnceAndInOrder()
    {
        RedisServer.SkipWhereAbsent();
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        string[] line = ["bridge", "--broker", broker.Address, "--to", redis.Address(Stream), "--session", "killed"];
        List<byte[]> trace = await EncodedAsync();
        List<StreamLaw.Crash> crashes = [];
        (uint burst, int played) = (1, 0);

        // The session begins before the first event.
        BridgeProcess bridge = new(line);
        await bridge.UntilSaysAsync("Connected to the broker");
        for (int kill = 0; kill < Kills; kill++)
        {
            long before = await redis.LengthAsync(Stream);
            for (int i = 0; i < BatchesARound; i++, burst += 64)
            {
                await broker.SendAsync(TestBatch.Of(burst, 64) with { HasBoot = burst == 1 }, "burst");
                if (played < trace.Count)
                {
                    await broker.SendAsync(trace[played++], "flat", "events");
                }
            }

            // Somewhere in the middle: some batches of this round are there, and others are not.
            await Waiting.UntilAsync(async () => await redis.LengthAsync(Stream) > before);
            if (kill % 3 == 1)
            {
                crashes.Add(await StreamLaw.CrashAsync(redis, Stream));
            }

            await bridge.DisposeAsync();
            bridge = new BridgeProcess(line);
        }

        await using (bridge)
        {
            for (; played < trace.Count; played++)
            {
                await broker.SendAsync(trace[played], "flat", "events");
            }

            // All may be there already, and a program that has only begun does not know Ctrl+C yet.
            await bridge.UntilSaysAsync("Connected to the broker");

            // The burst's events and its start, and all of the trace.
            long expected = burst + trace.Sum(Count);
            await Waiting.UntilAsync(async () => await StreamLaw.LengthAsync(redis, Stream, crashes) >= expected);
            Assert.Equal(0, await bridge.InterruptAsync());
        }

        Dictionary<string, (uint Last, long Lost)> devices = await StreamLaw.CheckAsync(redis, Stream, crashes);
        Assert.Equal((burst - 1, 0L), devices["burst"]);
        Assert.Equal(0, devices["flat"].Lost);
    }

    [Fact]
    public async Task OneOfThreeReadersIsKilledAndTheUnionIsComplete()
    {
        const int Count = 6000;
        RedisServer.SkipWhereAbsent();
        await using RedisServer redis = await RedisServer.StartAsync();
        await using (FakeEventClient client = new())
        {
            FakeDevice hall = client.Device("hall");
            for (int i = 0; i < Count; i++)
            {
                hall.Motion(i % 2 == 0);
            }

            client.Complete();
            await using RedisEventSink sink = new(new RedisOptions { Address = redis.Address(Stream) });
            await new EventBridge(client, sink).RunAsync(_stop);
        }

        // The victim begins alone, so that something is left for it, and goes no further than half of the stream, so that something is left for the others.
        string[] line = ["read", redis.Address(Stream), "heating"];
        await using BridgeProcess victim = new([.. line, $"{Count / 2}"]);
        await Waiting.UntilAsync(() => Numbers(victim).Length > 100);
        await using BridgeProcess second = new(line);
        await using BridgeProcess third = new(line);
        await Waiting.UntilAsync(() => Numbers(second).Length + Numbers(third).Length > 0);
        await victim.KillAsync();

        string[] killed = Numbers(victim);
        Assert.InRange(killed.Length, 1, Count / 2);
        await Waiting.UntilAsync(() => All().Distinct().Count() == Count);
        Assert.Equal(Enumerable.Range(1, Count), All().Distinct().Select(int.Parse).Order());

        // What came twice was in the hands of the dead one.
        Assert.Empty(All().GroupBy(n => n).Where(n => n.Count() > 1).Select(n => n.Key).Except(killed));

        IEnumerable<string> All() => [.. killed, .. Numbers(second), .. Numbers(third)];
    }

    // The last line of a process that was killed may be torn.
    private static string[] Numbers(BridgeProcess reader) => reader.Output.Split('\n')[..^1].Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();

    private static int Count(byte[] batch)
    {
        List<NanoEvent> events = [];
        Assert.True(BatchDecoder.TryDecode(batch, events, out _));
        return events.Count;
    }

    // What a device would send for the recorded trace.
    private async Task<List<byte[]>> EncodedAsync()
    {
        using Traces traces = new();
        string trace = traces.Write("recorded.csv", Traces.Random(seed: 15, rows: 400));
        await using BridgeProcess encode = new("encode", "--trace", trace, "--batch", "3");
        Assert.Equal(0, await encode.WaitAsync());
        await Waiting.UntilAsync(() => encode.Output.Length > 0);
        _stop.ThrowIfCancellationRequested();
        return [.. encode.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromHexString)];
    }
}
