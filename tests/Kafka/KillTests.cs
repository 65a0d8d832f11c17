using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Kafka.Tests;

/// <summary>A bridge is killed while it writes to Kafka, and another one goes on.</summary>
public sealed class KillTests : IAsyncDisposable
{
    private const int Kills = 10;
    private const int BatchesARound = 40;
    private const uint LostARound = 5;
    private readonly MockKafka _kafka = new();
    private List<byte[]> _trace = [];
    private uint _burst = 1;
    private int _played;
    private ChildProcess? _bridge;

    public async ValueTask DisposeAsync()
    {
        await (_bridge?.DisposeAsync() ?? default);
        _kafka.Dispose();
    }

    [Fact]
    public async Task ABridgeIsKilledTenTimesAndTheTopicHoldsEachNumberOnceAndInOrder()
    {
        List<NanoEvent> read = await RunAsync(UntilItWritesAsync);

        AssertLaw(read);
        AssertLaw(_kafka.Events());
    }

    [Fact]
    public async Task ABridgeIsKilledTenTimesWhileKafkaDuplicatesAndTheClientGivesEachOnce()
    {
        List<NanoEvent> read = await RunAsync(UntilItRepeatsAsync);

        AssertLaw(read);
        Assert.True(_kafka.Records().Count > read.Count, "the mock has duplicated nothing");
    }

    // Kills the bridge ten times, each time when it has come so far with the events of a round. Returns what a client reads in the end.
    private async Task<List<NanoEvent>> RunAsync(Func<TestBroker, Task> soFarAsync)
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        _trace = await EncodedAsync();
        ChildProcess bridge = Start(broker);

        // The session begins before the first event.
        await bridge.UntilSaysAsync("Connected to the broker");
        for (int kill = 0; kill < Kills; kill++)
        {
            _kafka.ForgetRequests();
            await soFarAsync(broker);
            await bridge.DisposeAsync();
            bridge = Start(broker);
        }

        for (; _played < _trace.Count; _played++)
        {
            await broker.SendAsync(_trace[_played], "flat", "events");
        }

        // The burst has a start, and each round has a record of what the device has lost.
        long records = 1 + (_burst - 1 - (Kills * LostARound)) + Kills + _trace.Sum(Count);
        await using KafkaEventClient client = new(new KafkaEventClientOptions { Address = _kafka.Address });
        List<NanoEvent> read = await Waiting.TakeAsync(client, (int)records);
        // A program that has only begun does not know Ctrl+C yet.
        await bridge.UntilSaysAsync("Connected to the broker");
        await bridge.InterruptAsync();
        Assert.Equal(0, bridge.ExitCode);
        return read;
    }

    private ChildProcess Start(TestBroker broker) => _bridge = ChildProcess.StartProgram(
        Path.Combine(AppContext.BaseDirectory, "NanoEvents.Bridge.Tool.dll"), ["bridge", "--broker", broker.Address, "--to", _kafka.Address, "--session", "killed"]);

    private async Task SendAsync(TestBroker broker, int batches, uint lost = 0)
    {
        for (int i = 0; i < batches; i++, _burst += 64, lost = 0)
        {
            TestBatch batch = TestBatch.Of(_burst + lost, 64) with { Overflow = lost, HasBoot = _burst == 1 };
            _burst += lost;
            await broker.SendAsync(batch, "burst");
            if (_played < _trace.Count)
            {
                await broker.SendAsync(_trace[_played++], "flat", "events");
            }
        }
    }

    // Some of the round is in the topic, and hardly anything is acknowledged.
    private async Task UntilItWritesAsync(TestBroker broker)
    {
        await SendAsync(broker, BatchesARound, LostARound);
        await UntilWrittenAsync();
    }

    // The mock has written it, and loses its answer with the connection. So the bridge sends it again, and the mock writes it again.
    private async Task UntilItRepeatsAsync(TestBroker broker)
    {
        await SendAsync(broker, BatchesARound / 2, LostARound);
        await UntilWrittenAsync();

        // Only so late, because a producer with five requests on their way sends no sixth.
        _kafka.AnswerAfter(TimeSpan.FromSeconds(30));
        _kafka.ForgetRequests();
        await SendAsync(broker, BatchesARound / 2);
        await UntilWrittenAsync();
        _kafka.SetAway(true);
        _kafka.AnswerAfter(TimeSpan.Zero);
        _kafka.ForgetRequests();
        _kafka.SetAway(false);
        await UntilWrittenAsync();
    }

    private Task UntilWrittenAsync() => Waiting.UntilAsync(() => _kafka.HasGot(MockKafka.ApiKey.Produce), () => string.Join('\n', _bridge!.Lines));

    private static void AssertLaw(IEnumerable<NanoEvent> events)
    {
        Dictionary<string, (uint Last, long Lost)> devices = EventLaw.Check(events);
        Assert.Equal((uint)(Kills * (LostARound + (BatchesARound * 64))), devices["burst"].Last);
        Assert.Equal(Kills * LostARound, devices["burst"].Lost);
        Assert.Equal(0, devices["flat"].Lost);
    }

    private static int Count(byte[] batch)
    {
        List<NanoEvent> events = [];
        Assert.True(BatchDecoder.TryDecode(batch, events, out _));
        return events.Count;
    }

    // What a device would send for the recorded trace.
    private static async Task<List<byte[]>> EncodedAsync()
    {
        using Traces traces = new();
        string trace = traces.Write("recorded.csv", Traces.Random(seed: 15, rows: 400));
        await using ChildProcess encode = ChildProcess.StartProgram(Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll"), ["encode", "--trace", trace, "--batch", "3"]);
        await encode.UntilEndsAsync();
        Assert.Equal(0, encode.ExitCode);
        return [.. encode.Lines.Where(line => line.Length > 0).Select(line => Convert.FromHexString(line))];
    }
}
