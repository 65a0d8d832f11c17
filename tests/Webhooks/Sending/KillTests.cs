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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task BridgeAndReceiverAreKilledAndAllIsThereInOrderAndTwiceOnlyUnderOneId(int batch)
    {
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        string port = TestBroker.FreePort().ToString(CultureInfo.InvariantCulture);
        string keys = Path.Combine(_folder, "keys");
        await File.WriteAllTextAsync(keys, _key.Reveal(), TestContext.Current.CancellationToken);
        string[] line =
        [
            "bridge", "--broker", broker.Address, "--to", $"http://127.0.0.1:{port}/hook", "--session", "killed",
            "--secret-file", keys, "--marks", Path.Combine(_folder, "marks"), "--batch", batch.ToString(CultureInfo.InvariantCulture),
        ];
        BridgeProcess hook = await StartHookAsync(port);
        BridgeProcess bridge = new(line);
        await bridge.UntilSaysAsync("Connected to the broker");
        uint next = 1;
        for (int kill = 0; kill < Kills; kill++)
        {
            int before = HookProcess.Read(Requests).Count;
            for (int i = 0; i < BatchesARound; i++, next += InBatch)
            {
                foreach (string device in _devices)
                {
                    await broker.SendAsync(TestBatch.Of(next, InBatch) with { HasBoot = next == 1 }, device);
                }
            }

            // Somewhere in the middle: some requests of this round are there, and others are not.
            await Waiting.UntilAsync(() => HookProcess.Read(Requests).Count > before + kill);
            await hook.KillAsync();
            if (kill % 2 == 0)
            {
                await bridge.KillAsync();
                hook = await StartHookAsync(port);
                bridge = new BridgeProcess(line);
            }
            else
            {
                hook = await StartHookAsync(port);
                int now = HookProcess.Read(Requests).Count;
                await Waiting.UntilAsync(() => HookProcess.Read(Requests).Count > now);
                await bridge.KillAsync();
                bridge = new BridgeProcess(line);
            }
        }

        // Each device has a start besides.
        long expected = _devices.Length * next;
        await using (hook)
        await using (bridge)
        {
            await Waiting.UntilAsync(() => HookProcess.Read(Requests).SelectMany(call => call.EventIds).Distinct().Count() >= expected);
            Assert.Equal(0, await bridge.InterruptAsync());
        }

        IReadOnlyList<HookCall> calls = HookProcess.Read(Requests);
        Assert.DoesNotContain(calls, call => !call.IsSignedWith(_key));
        Assert.True(next - 1 >= 5_000, "20,000 events of four devices");
        foreach (IGrouping<string, HookCall> device in calls.GroupBy(call => call.Device))
        {
            // Without the repetitions that an id tells, each event is there once, and in order.
            string[] ids = [.. device.DistinctBy(call => call.Id).SelectMany(call => call.EventIds).Select(id => id.Split('/')[2])];
            Assert.Equal([.. (string[])["boot"], .. Enumerable.Range(1, (int)next - 1).Select(n => n.ToString(CultureInfo.InvariantCulture))], ids);
        }

        // The same id is the same events. Their times may be reckoned anew, where a device does not know the time.
        Assert.DoesNotContain(calls.GroupBy(call => call.Id), same => same.Select(call => string.Join(' ', call.EventIds)).Distinct().Count() > 1);
        TestContext.Current.TestOutputHelper!.WriteLine($"{calls.Count} requests, {calls.Count - calls.DistinctBy(call => call.Id).Count()} of them again");
    }

    private async Task<BridgeProcess> StartHookAsync(string port)
    {
        BridgeProcess hook = new("hook", port, Requests);
        await Waiting.UntilAsync(() => hook.Output.Contains("listening", StringComparison.Ordinal));
        return hook;
    }
}
