using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoEvents.Hosting;
using NanoEvents.Kafka.Tests;
using NanoEvents.Webhooks.AspNetCore;

namespace NanoEvents.Webhooks.Tests.Receiving;

/// <summary>How events get from requests to the handler: once, in order for each device, or as lost.</summary>
public sealed class HandlingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatComesAgainIsLeftOutAndWhatIsLackingIsLost()
    {
        await using Hook hook = await Hook.StartAsync();
        NanoEvent[] events = [.. Enumerable.Range(1, 9).Select(n => Made.Temperature("hall", (uint)n))];

        Assert.Equal("204", await hook.Sender.SendAsync([Made.Start("hall"), .. events[..3]], Stop));
        Assert.Equal("204", await hook.Sender.SendAsync([Made.Start("hall"), .. events[..3]], Stop));
        Assert.Equal("204", await hook.Sender.SendAsync([events[1], events[2], events[3], events[3], events[2]], Stop));
        Assert.Equal("204", await hook.Sender.SendAsync([events[6], events[5], events[7]], Stop));
        Assert.Equal("204", await hook.Sender.SendAsync([Made.Temperature("hall", 2, boot: 7)], Stop));

        Assert.Equal("boot 1 2 3 4 lost:5+2:transit 7 8 lost:1+1:transit 2", Made.Numbers(hook.Handled));
        Assert.Equal("Degraded: 3 events were lost.", await HealthAsync(hook));
        hook.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("Healthy: Webhooks are received.", await HealthAsync(hook));
    }

    // The sender halves what is answered with 422, until it has found the event; then it writes a loss in its place.
    [Fact]
    public async Task AnEventThatCannotBeReadDoesNotCostTheOthers()
    {
        await using Hook hook = await Hook.StartAsync();
        JsonNode[] Items() => [.. new uint[] { 1, 2, 3, 4, 5 }.Select(n => HookSender.CloudEventOf(Made.Temperature("hall", n))), HookSender.CloudEventOf(Made.Temperature("attic", 1))];
        JsonNode[] all = Items(), middle = Items()[2..4], alone = Items()[2..3];
        foreach (JsonNode spoiled in new[] { all[2], middle[0], alone[0] })
        {
            spoiled["data"]!["kind"] = "moonphase";
        }

        const string Refusal = "422 1 cannot be read, the others are handled; hall/45057/3: This version knows no kind \"moonphase\" of event.";
        Assert.Equal(Refusal, await hook.Sender.SendAsync(HookSender.BatchOf(all), cancellationToken: Stop));
        Assert.Equal("1 2 lost:3+1:refused 4 5 1", Made.Numbers(hook.Handled));

        Assert.Equal(Refusal, await hook.Sender.SendAsync(HookSender.BatchOf(middle), cancellationToken: Stop));
        Assert.Equal(Refusal, await hook.Sender.SendAsync(HookSender.BatchOf(alone), cancellationToken: Stop));
        Assert.Equal("204", await hook.Sender.SendAsync([Made.Lost("hall", 3, 1, LossCause.Refused), Made.Temperature("hall", 4), Made.Temperature("hall", 6)], Stop));
        Assert.Equal("1 2 lost:3+1:refused 4 5 1 6", Made.Numbers(hook.Handled));
        Assert.Equal("Degraded: 1 events were lost. 3 events could not be read.", await HealthAsync(hook));
    }

    [Fact]
    public async Task AHandlerThatThrowsGetsTheEventAgainAndTheOthersGoOn()
    {
        bool isBroken = true;
        List<string> tries = [];
        await using Hook hook = await Hook.StartAsync((e, _) =>
        {
            tries.Add($"{e.Device}{e.Sequence}");
            return isBroken && e.Device == "hall" && e.Sequence == 2 ? throw new IOException("password=hunter2") : default;
        });
        NanoEvent[] events = [Made.Temperature("hall", 1), Made.Temperature("hall", 2), Made.Temperature("attic", 1), Made.Temperature("hall", 3)];

        string answer = await hook.Sender.SendAsync(events, Stop);
        Assert.Equal("503 the application has not handled hall/45057/2: send it again", answer);
        Assert.Contains("Error The Temperature event 2 of hall was not handled", hook.Log, StringComparison.Ordinal);
        Assert.StartsWith("Unhealthy: The handler fails for a device: ", await HealthAsync(hook), StringComparison.Ordinal);
        Assert.Equal(answer, await hook.Sender.SendAsync(events, Stop));

        isBroken = false;
        Assert.Equal("204", await hook.Sender.SendAsync(events, Stop));
        Assert.Equal(["hall1", "hall2", "attic1", "hall2", "hall2", "hall3"], tries);
        Assert.Equal("1 1 2 3", Made.Numbers(hook.Handled));
        Assert.Equal("Healthy: Webhooks are received.", await HealthAsync(hook));
    }

    [Fact]
    public async Task ASenderThatGoesLeavesTheRestForTheNextRequest()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using Hook hook = await Hook.StartAsync(async (_, stop) =>
        {
            inside.Release();
            await goOn.WaitAsync(stop);
        });
        NanoEvent[] events = [Made.Temperature("hall", 1), Made.Temperature("hall", 2), Made.Temperature("hall", 3)];

        // It goes while its first event is handled, and sends everything again while that still lasts.
        using var impatience = new CancellationTokenSource();
        Task<string> first = hook.Sender.SendAsync(events, impatience.Token);
        await inside.WaitAsync(Stop);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Task<string> second = hook.Sender.SendAsync(events, Stop);
        Assert.Empty(hook.Handled);

        goOn.Release(3);
        Assert.Equal("204", await second);
        Assert.Equal("1 2 3", Made.Numbers(hook.Handled));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task RequestsAtTheSameTimeAreInOrderForEachDevice(int atOnce)
    {
        int inside = 0, most = 0;
        HashSet<string> devices = [];
        await using Hook hook = await Hook.StartAsync(
            async (e, _) =>
            {
                lock (devices)
                {
                    Assert.True(devices.Add(e.Device), "two events of one device at the same time");
                    most = Math.Max(most, ++inside);
                }

                await Task.Yield();
                lock (devices)
                {
                    inside--;
                    devices.Remove(e.Device);
                }
            },
            new WebhookReceiverOptions { MaxDevicesAtOnce = atOnce });

        // Each sender repeats half of its last request, and each request has two devices, in turns.
        await Parallel.ForEachAsync(Enumerable.Range(0, 6), Stop, async (sender, stop) =>
        {
            for (int from = 1; from <= 91; from += 5)
            {
                IEnumerable<uint> numbers = Enumerable.Range(from, 10).Select(n => (uint)n);
                Assert.Equal("204", await hook.Sender.SendAsync(numbers.SelectMany(n => new[] { Made.Temperature($"a{sender}", n), Made.Temperature($"b{sender}", n) }), stop));
            }
        });

        Assert.InRange(most, 1, atOnce);
        string all = string.Join(' ', Enumerable.Range(1, 100));
        Assert.Equal(12, hook.Handled.GroupBy(e => e.Device).Count());
        Assert.All(hook.Handled.GroupBy(e => e.Device), device => Assert.Equal(all, Made.Numbers(device)));
    }

    [Fact]
    public async Task ADeviceWhoseHandlerIsSlowDoesNotHoldAnotherIfTwoAreAllowed()
    {
        using var goOn = new SemaphoreSlim(0);
        await using Hook hook = await Hook.StartAsync(
            async (e, stop) => await (e.Device == "slow" ? goOn.WaitAsync(stop) : Task.CompletedTask), new WebhookReceiverOptions { MaxDevicesAtOnce = 2 });

        Task<string> slow = hook.Sender.SendAsync([Made.Temperature("slow", 1)], Stop);
        Assert.Equal("204", await hook.Sender.SendAsync([Made.Temperature("quick", 1)], Stop));

        Assert.False(slow.IsCompleted);
        Assert.Equal("quick", Assert.Single(hook.Handled).Device);
        goOn.Release();
        Assert.Equal("204", await slow);
    }

    [Fact]
    public async Task MoreRequestsThanAllowedAreSentAwayForNow()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using Hook hook = await Hook.StartAsync(
            async (_, stop) =>
            {
                inside.Release();
                await goOn.WaitAsync(stop);
            },
            new WebhookReceiverOptions { MaxRequests = 1 });

        Task<string> first = hook.Sender.SendAsync([Made.Temperature("hall", 1)], Stop);
        await inside.WaitAsync(Stop);
        Assert.Equal("503 1 requests are inside: send it again", await hook.Sender.SendAsync([Made.Temperature("attic", 1)], Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop));

        goOn.Release(2);
        Assert.Equal("204", await first);
        Assert.Equal("204", await hook.Sender.SendAsync([Made.Temperature("attic", 1)], Stop));
    }

    [Fact]
    public async Task AnApplicationThatEndsLeavesItsEventToTheSender()
    {
        using var inside = new SemaphoreSlim(0);
        await using Hook hook = await Hook.StartAsync(async (_, stop) =>
        {
            inside.Release();
            await Task.Delay(Timeout.Infinite, stop);
        });

        Task<string> request = hook.Sender.SendAsync([Made.Temperature("hall", 1)], Stop);
        await inside.WaitAsync(Stop);
        await hook.StopAsync();

        Assert.Equal("503 the application ends: send it again", await request);
        Assert.Empty(hook.Handled);
    }

    [Fact]
    public async Task AnApplicationWithCheckpointsContinuesBehindThem()
    {
        var store = new Store { Checkpoints = [new Checkpoint("hall", 44, 9), new Checkpoint("hall", Made.Boot, 2)], IsBroken = true };
        await using Hook hook = await Hook.StartAsync(add: events =>
        {
            events.Services.AddSingleton(store);
            events.Handle<Store>(new EventFilter { Kinds = [EventKind.Temperature, EventKind.Lost] });
        });
        NanoEvent[] events =
        [
            Made.Temperature("hall", 9, boot: 44), Made.Start("hall"), Made.Temperature("hall", 1), Made.Temperature("hall", 2), Made.Temperature("hall", 4), Made.Start("attic"),
            Made.Temperature("attic", 1),
        ];

        Assert.Equal("503 the application does not know yet what it has: send it again", await hook.Sender.SendAsync(events, Stop));
        store.IsBroken = false;
        Assert.Equal("204", await hook.Sender.SendAsync(events, Stop));

        Assert.Equal("lost:3+1:transit 4 1", Made.Numbers(store.Handled));
        Assert.Contains("Error The handler's checkpoints could not be loaded", hook.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithMoreDevicesThanAllowedTheOneThatWasSilentForTheLongestIsForgotten()
    {
        await using Hook hook = await Hook.StartAsync(options: new WebhookReceiverOptions { MaxDevices = 2 });

        foreach (string device in new[] { "a", "b", "a", "c", "a", "b" })
        {
            Assert.Equal("204", await hook.Sender.SendAsync([Made.Temperature(device, 1)], Stop));
        }

        Assert.Equal(["a", "b", "c", "b"], hook.Handled.Select(e => e.Device));
        Assert.Contains("Warning b is forgotten, because there are more than 2 devices", hook.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongSignaturesAreInTheHealth()
    {
        await using Hook hook = await Hook.StartAsync();
        using var stranger = new HookSender(hook.Sender.Address, WebhookKey.Create(), hook.Time);
        Assert.Equal("Healthy: Webhooks are received.", await HealthAsync(hook));

        await stranger.SendAsync([Made.Temperature("hall", 1)], Stop);

        Assert.Equal("Degraded: 1 requests to /hook had no valid signature.", await HealthAsync(hook));
    }

    private static async Task<string> HealthAsync(Hook hook)
    {
        HealthReport report = await hook.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        HealthReportEntry entry = report.Entries["nanoevents-webhook"];
        return $"{entry.Status}: {entry.Description}";
    }

    private sealed class Store : IEventHandler
    {
        public IReadOnlyCollection<Checkpoint> Checkpoints { get; init; } = [];

        public bool IsBroken { get; set; }

        public List<NanoEvent> Handled { get; } = [];

        public ValueTask HandleAsync(NanoEvent e, CancellationToken cancellationToken)
        {
            Handled.Add(e);
            return default;
        }

        public ValueTask<IReadOnlyCollection<Checkpoint>> LoadCheckpointsAsync(CancellationToken cancellationToken) =>
            IsBroken ? throw new IOException("no database") : new(Checkpoints);
    }
}
