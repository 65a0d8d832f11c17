using System.Globalization;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>Bridge and receiver are killed at any moment.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 5;
    private const int BatchesARound = 16;
    private const int InBatch = 64;
    private static readonly string[] _devices = ["attic", "cellar", "hall", "kitchen"];
    private static readonly WebhookKey _key = WebhookKey.Create();

    private readonly string _folder = Directory.CreateTempSubdirectory("webhooks").FullName;

    private string Requests => Path.Combine(_folder, "requests");

    private string Keys => Path.Combine(_folder, "keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task BridgeAndReceiverAreKilledAndAllIsThereInOrderAndTwiceOnlyUnderOneId(int batch)
    {
        string[] numbers = await KillWhileEventsAreOnTheirWayAsync(
            batch, port => ["hook", port, Requests], () => HookProcess.Read(Requests).Count, () => HookProcess.Read(Requests).SelectMany(call => call.EventIds).Distinct().Count());

        IReadOnlyList<HookCall> calls = HookProcess.Read(Requests);
        Assert.DoesNotContain(calls, call => !call.IsSignedWith(_key));
        foreach (IGrouping<string, HookCall> device in calls.GroupBy(call => call.Device))
        {
            // Without the repetitions that an id tells, each event is there once, and in order.
            Assert.Equal(numbers, device.DistinctBy(call => call.Id).SelectMany(call => call.EventIds).Select(id => id.Split('/')[2]));
        }

        // The same id is the same events. Their times may be reckoned anew, where a device does not know the time.
        Assert.DoesNotContain(calls.GroupBy(call => call.Id), same => same.Select(call => string.Join(' ', call.EventIds)).Distinct().Count() > 1);
        TestContext.Current.TestOutputHelper!.WriteLine($"{calls.Count} requests, {calls.Count - calls.DistinctBy(call => call.Id).Count()} of them again");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task AHandlerThatStoresCheckpointsHasEachEventOnceThoughItsApplicationAndTheBridgeAreKilled(int batch)
    {
        string events = Path.Combine(_folder, "events");
        string[] numbers = await KillWhileEventsAreOnTheirWayAsync(
            batch, port => ["hook", "handler", port, events, Keys], () => HandlerProcess.Read(events).Count, () => HandlerProcess.Read(events).Distinct().Count());

        Assert.Equal(
            _devices.Select(device => (device, string.Join(' ', numbers))),
            HandlerProcess.Read(events).Select(id => id.Split('/')).GroupBy(id => id[0], id => id[2]).OrderBy(device => device.Key).Select(device => (device.Key, string.Join(' ', device))));
    }

    /// <summary>Kills the receiver and the bridge five times each, and waits until all events are there.</summary>
    /// <param name="batch">How many events a request carries.</param>
    /// <param name="receiver">How a receiver at this port is started.</param>
    /// <param name="taken">How much it has taken.</param>
    /// <param name="events">How many events it has, each counted once.</param>
    /// <returns>What each device has sent.</returns>
    private async Task<string[]> KillWhileEventsAreOnTheirWayAsync(int batch, Func<string, string[]> receiver, Func<int> taken, Func<int> events)
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        string port = Ports.Free().ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Keys, _key.Reveal(), TestContext.Current.CancellationToken);
        string[] line =
        [
            "bridge", "--broker", broker.Address, "--to", $"http://127.0.0.1:{port}/hook", "--session", "killed",
            "--secret-file", Keys, "--marks", Path.Combine(_folder, "marks"), "--batch", batch.ToString(CultureInfo.InvariantCulture),
        ];
        BridgeProcess hook = await StartAsync(receiver(port));
        BridgeProcess bridge = new(line);
        await bridge.UntilSaysAsync("Connected to the broker");
        uint next = 1;
        for (int kill = 0; kill < Kills; kill++)
        {
            int before = taken();
            await SendAsync(BatchesARound);

            // Somewhere in the middle: some requests of this round are there, and others are not.
            await Waiting.UntilAsync(() => taken() > before + kill);
            await hook.KillAsync();
            if (kill % 2 == 0)
            {
                await bridge.KillAsync();
                hook = await StartAsync(receiver(port));
                bridge = new BridgeProcess(line);
            }
            else
            {
                hook = await StartAsync(receiver(port));
                int now = taken();

                // All of before may be there already.
                await SendAsync(1);
                await Waiting.UntilAsync(() => taken() > now);
                await bridge.KillAsync();
                bridge = new BridgeProcess(line);
            }
        }

        // Each device has a start besides.
        Assert.True(next - 1 >= 5_000, "20,000 events of four devices");
        await using (hook)
        await using (bridge)
        {
            // All may be there already, and a program that has only begun does not know Ctrl+C yet.
            await bridge.UntilSaysAsync("Connected to the broker");
            await Waiting.UntilAsync(() => events() >= _devices.Length * next);
            Assert.Equal(0, await bridge.InterruptAsync());
        }

        return [.. (string[])["boot"], .. Enumerable.Range(1, (int)next - 1).Select(n => n.ToString(CultureInfo.InvariantCulture))];

        async Task SendAsync(int batches)
        {
            for (int i = 0; i < batches; i++, next += InBatch)
            {
                foreach (string device in _devices)
                {
                    await broker.SendAsync(TestBatch.Of(next, InBatch) with { HasBoot = next == 1 }, device);
                }
            }
        }
    }

    private static async Task<BridgeProcess> StartAsync(string[] receiver)
    {
        BridgeProcess hook = new(receiver);
        await Waiting.UntilAsync(() => hook.Output.Contains("listening", StringComparison.Ordinal));
        return hook;
    }
}
