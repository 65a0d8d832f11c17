using NanoEvents.Amqp.Tests.Support;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Amqp.Tests;

/// <summary>ActiveMQ Classic as the broker of MQTT: devices, `watch` and the SDK run unchanged.</summary>
public sealed class ActiveMqTests : IDisposable
{
    private readonly Traces _traces = new();
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public ActiveMqTests() => ActiveMqServer.SkipWhereAbsent();

    public void Dispose() => _traces.Dispose();

    [Fact]
    public async Task WatchShowsEachEventOfADeviceAndThePresent()
    {
        await using ActiveMqServer broker = await ActiveMqServer.StartAsync();
        await using BridgeProcess watch = new("watch", "--broker", broker.Address, "--json");
        await watch.UntilSaysAsync("Connected to the broker");

        int raised = await SimulateAsync(broker, "hall", 3, rows: 1000);

        Assert.InRange(raised, 500, 10_000);
        await Waiting.UntilAsync(() => watch.Output.Contains($"\"sequence\":{raised},", StringComparison.Ordinal));
        string[] lines = watch.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(raised + 1, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains("\"kind\":\"lost\"", StringComparison.Ordinal));

        // What it retains: the state, and the last will of a device that has gone.
        await using BridgeProcess present = new("watch", "--broker", broker.Address, "--present");
        await Waiting.UntilAsync(() => present.Output.Contains("hall", StringComparison.Ordinal) && present.Output.Contains("offline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KilledThreeTimesItKeepsWhatDevicesHaveSentForASessionThatIsAway()
    {
        await using ActiveMqServer broker = await ActiveMqServer.StartAsync();
        EventClientOptions options = new() { Broker = broker.Address, Session = "sdk" };
        Dictionary<string, int> raised = [];
        List<NanoEvent> read = [];
        await using (EventClient first = new(options))
        {
            // The session begins before the first event.
            await using IAsyncEnumerator<NanoEvent> one = first.ReadAsync(cancellationToken: _stop).GetAsyncEnumerator(_stop);
            Task<bool> next = one.MoveNextAsync().AsTask();
            await Waiting.UntilAsync(() => first.IsConnected);
            raised["begin"] = await SimulateAsync(broker, "begin", 1, rows: 20);
            Assert.True(await next.WaitAsync(Waiting.Limit, _stop));
        }

        for (int kill = 0; kill < 3; kill++)
        {
            string device = $"device{kill}";
            raised[device] = await SimulateAsync(broker, device, kill + 10, rows: 600);
            await broker.KillAsync();
            await broker.StartAgainAsync();
        }

        await using EventClient second = new(options);
        await foreach (NanoEvent e in second.ReadAsync(cancellationToken: _stop))
        {
            read.Add(e);
            if (raised.All(each => read.Any(r => r.Device == each.Key && r.Sequence == each.Value)))
            {
                break;
            }
        }

        Dictionary<string, (uint Last, long Lost)> devices = EventLaw.Check(read);
        Assert.Equal(raised.Select(r => (r.Key, (uint)r.Value, 0L)).Order(), devices.Select(d => (d.Key, d.Value.Last, d.Value.Lost)).Order());
    }

    [Fact]
    public async Task KilledWhileADeviceSendsItCostsNothing()
    {
        await using ActiveMqServer broker = await ActiveMqServer.StartAsync();
        await using EventClient client = new(new EventClientOptions { Broker = broker.Address, Session = "sdk" });
        List<NanoEvent> read = [];
        Task reading = Task.Run(async () =>
        {
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: _stop))
            {
                lock (read)
                {
                    read.Add(e);
                }
            }
        }, _stop);
        await Waiting.UntilAsync(() => client.IsConnected);

        // It lasts for half a minute. If ActiveMQ takes very long to start, the ring of the device is too small, and the device says so.
        string trace = _traces.Write("slow.csv", Traces.Random(5, 500));
        await using BridgeProcess device = new("simulate", "--broker", broker.Address, "--device", "hall", "--trace", trace, "--speed", "300");
        int wanted = 20;
        for (int kill = 0; kill < 2; kill++)
        {
            // Counted before the kill: after it the rest may come at once.
            await Waiting.UntilAsync(() => Count() > wanted);
            wanted = Count() + 20;
            await broker.KillAsync();
            await broker.StartAgainAsync();
        }

        Assert.Equal(0, await device.WaitAsync());
        await device.UntilSaysAsync("events raised, all acknowledged");
        int raised = Raised(device);
        await Waiting.UntilAsync(() => Has((uint)raised));
        Assert.All(read.Where(e => e.Kind == EventKind.Lost), lost => Assert.Equal(LossCause.Overflow, lost.LossCause));
        (uint last, long lost) = EventLaw.Check(read)["hall"];
        Assert.Equal((uint)raised, last);
        Assert.Contains($"all acknowledged, {lost} dropped by the full ring", device.Errors, StringComparison.Ordinal);
        await client.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        int Count()
        {
            lock (read)
            {
                return read.Count;
            }
        }

        bool Has(uint number)
        {
            lock (read)
            {
                return read.Exists(e => e.Sequence == number);
            }
        }
    }

    private async Task<int> SimulateAsync(ActiveMqServer broker, string device, int seed, int rows)
    {
        string trace = _traces.Write($"{device}.csv", Traces.Random(seed, rows));
        await using BridgeProcess simulate = new("simulate", "--broker", broker.Address, "--device", device, "--trace", trace, "--speed", "max");
        Assert.Equal(0, await simulate.WaitAsync());
        await simulate.UntilSaysAsync("events raised, all acknowledged, 0 dropped");
        return Raised(simulate);
    }

    // "9 events raised, …"
    private static int Raised(BridgeProcess simulate) => simulate.Errors.Split('\n')
        .Where(line => line.Contains(" events raised", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[0])).Single();
}
