using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.EventHubs.Tests;

/// <summary>20,000 events while the bridge and the hub are killed, outcomes are lost, and batches arrive late.</summary>
public sealed class KillTests : IAsyncDisposable
{
    private const int Devices = 10;
    private const int Rounds = 10;
    private const int BatchesARound = 4;
    private const int Events = 50;
    private const uint Last = Rounds * BatchesARound * Events;
    private readonly string _file = Path.GetTempFileName();
    private readonly int _port = Ports.Free();
    private ChildProcess? _bridge;
    private ChildProcess? _hub;

    private string Address => $"eventhubs://127.0.0.1:{_port}/{HubServer.Hub}";

    private string Login => new HubRights().ConnectionString(_port, "root");

    public async ValueTask DisposeAsync()
    {
        await (_bridge?.DisposeAsync() ?? default);
        await (_hub?.DisposeAsync() ?? default);
        File.Delete(_file);
    }

    [Fact]
    public async Task TheBridgeAndTheHubAreKilledFiveTimesEachAndTheHubHoldsEachNumberOnceAndInOrder()
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        await StartHubAsync();
        await StartBridgeAsync(broker);
        for (int round = 0; round < Rounds; round++)
        {
            // What was stored before the hub is killed has lost its outcome, for certain.
            await _hub!.TellAsync("lose 2");
            long length = new FileInfo(_file).Length;
            await SendAsync(broker, round);
            await Waiting.UntilAsync(() => new FileInfo(_file).Length > length, () => string.Join('\n', _bridge!.Lines));
            if (round % 2 == 0)
            {
                await _bridge!.KillAsync();

                // What the killed one has sent has come, before the next one looks at the end of the hub.
                await _hub.TellAsync($"alone {round}");
                await _hub.UntilSaysAsync($"alone {round}");
                await StartBridgeAsync(broker);
            }
            else
            {
                await _hub.KillAsync();
                await StartHubAsync();
            }
        }

        AssertLaw(await ReadAsync(Address, Login));
        await _bridge!.InterruptAsync();
        await _hub!.StopAsync();
        using var store = new HubStore(4, _file, HubServer.Hub);
        AssertLaw(SinkTests.Events(store));
    }

    [Fact]
    public async Task BatchesThatArriveLateStandTwiceAndNoOthersAndTheClientGivesEachOnce()
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        using var hub = new HubServer(_port);
        await StartBridgeAsync(broker);
        for (int round = 0; round < Rounds; round++)
        {
            hub.Faults.DelayBatches(2);
            await SendAsync(broker, round);
            await Waiting.UntilAsync(() => hub.Faults.Delayed >= 2, () => string.Join('\n', _bridge!.Lines));
            if (round % 2 == 0)
            {
                await _bridge!.KillAsync();
                await Waiting.UntilAsync(() => hub.Rights.IsAlone, () => "connections");
                await StartBridgeAsync(broker);
            }
        }

        AssertLaw(await ReadAsync(Address, Login));
        await _bridge!.InterruptAsync();
        IGrouping<string, NanoEvent>[] twice = [.. SinkTests.Events(hub.Store).GroupBy(e => EventId.Of(e)).Where(same => same.Count() > 1)];
        Assert.NotEmpty(twice);
        Assert.Empty(twice.Select(same => same.Key).Except(hub.Store.LateIds));
    }

    private static async Task<List<NanoEvent>> ReadAsync(string address, string login)
    {
        await using EventHubsEventClient client = new(new EventHubsEventClientOptions { Address = address, ConnectionString = login });
        return await Waiting.TakeAsync(client, (int)(Devices * (Last + 1)));
    }

    private static async Task SendAsync(TestBroker broker, int round)
    {
        for (int batch = round * BatchesARound; batch < (round + 1) * BatchesARound; batch++)
        {
            for (int device = 0; device < Devices; device++)
            {
                await broker.SendAsync(TestBatch.Of((uint)(batch * Events) + 1, Events) with { HasBoot = batch == 0 }, $"device{device}");
            }
        }
    }

    private static void AssertLaw(IReadOnlyList<NanoEvent> events)
    {
        Dictionary<string, (uint Last, long Lost)> devices = EventLaw.Check(events);
        Assert.Equal(Devices, devices.Count);
        Assert.All(devices.Values, device => Assert.Equal((Last, 0L), device));
    }

    private async Task StartHubAsync()
    {
        await (_hub?.DisposeAsync() ?? default);
        _hub = ChildProcess.Start("hub", $"{_port}", _file);
        await _hub.UntilSaysAsync("listening");
    }

    private async Task StartBridgeAsync(TestBroker broker)
    {
        await (_bridge?.DisposeAsync() ?? default);
        _bridge = ChildProcess.StartProgram(
            Path.Combine(AppContext.BaseDirectory, "NanoEvents.Bridge.Tool.dll"),
            ["bridge", "--broker", broker.Address, "--to", Address, "--session", "killed"],
            ("NANOEVENTS_TO_PASSWORD", Login));
        await _bridge.UntilSaysAsync("Connected to the broker");
    }
}
