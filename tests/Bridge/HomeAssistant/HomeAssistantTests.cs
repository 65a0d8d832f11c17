using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.HomeAssistant;
using NanoEvents.Tests;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>Devices, a broker, the bridge, and what Home Assistant makes of it.</summary>
public sealed class HomeAssistantTests
{
    private const string Temperature = "nanoevents_hall.temperature_0";
    private const string Motion = "nanoevents_hall.motion_0";

    [Fact]
    public async Task ADeviceIsShownAsItIsNow()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        await using RunningBridge bridge = new(broker.Address);

        await ComeAsync(broker);
        await home.UntilAsync(Temperature, "21.50");
        await home.UntilAsync(Motion, "ON");

        await broker.SendAsync(Messages.Temperature(1, 22.25, TimeSpan.Zero), "hall", "events");
        await home.UntilAsync(Temperature, "22.25");

        await broker.SendAsync(Messages.State(2, 22.25, moving: false, isFaulty: true), "hall", "state", retain: true);
        await home.UntilAsync(Temperature, "unavailable");
        await home.UntilAsync("nanoevents_hall.temperature_0_problem", "ON");
        await home.UntilAsync(Motion, "OFF");

        await StatusAsync(broker, "offline");
        await home.UntilAsync(Motion, "unavailable");
        await home.UntilAsync("nanoevents_hall.connectivity", "OFF");
    }

    [Fact]
    public async Task WhatWasKeptWhileOfflineNeverShowsUpAsNow()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        await using RunningBridge bridge = new(broker.Address);
        await StatusAsync(broker, "online firmware=0.4.2 boot=1 wake=unknown");
        await broker.SendAsync(Messages.State(1, 20, moving: false), "hall", "state", retain: true);
        await home.UntilAsync(Temperature, "20.00");
        await StatusAsync(broker, "offline");
        await home.UntilAsync(Temperature, "unavailable");

        // It comes back: its state, and then what it has kept. Numbers 1 to 3 are older than the state.
        await StatusAsync(broker, "online firmware=0.4.2 boot=1 wake=unknown");
        await broker.SendAsync(Messages.State(4, 23, moving: false), "hall", "state", retain: true);
        await broker.SendAsync(Messages.Temperature(1, 11, TimeSpan.FromHours(3)), "hall", "events");
        await broker.SendAsync(Messages.Temperature(2, 12, TimeSpan.FromHours(2)), "hall", "events");
        await broker.SendAsync(Messages.Temperature(3, 13, TimeSpan.FromMinutes(1)), "hall", "events");
        await broker.SendAsync(Messages.Temperature(4, 23.5, TimeSpan.Zero), "hall", "events");
        await home.UntilAsync(Temperature, "23.50");

        Assert.Empty(home.ValuesOf("temperature_0").Except(["20.00", "23.00", "23.50", "None"]));
    }

    // A state that was refused, or a broker that kept it from another time: nothing but its age shows it.
    [Fact]
    public async Task AnOldEventOfADeviceWithoutAStateIsNotShown()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        await using RunningBridge bridge = new(broker.Address);
        await Waiting.UntilAsync(() => home.LastOf("nanoevents-present/bridge") == "online");

        await StatusAsync(broker, "online firmware=0.4.2 boot=1 wake=unknown");
        await broker.SendAsync(Messages.Temperature(1, 11, TimeSpan.FromHours(3)), "hall", "events");
        await home.UntilAsync(Temperature, "unavailable");
        await broker.SendAsync(Messages.Temperature(2, 22, TimeSpan.Zero), "hall", "events");
        await home.UntilAsync(Temperature, "22.00");

        Assert.DoesNotContain("11.00", home.ValuesOf("temperature_0"));
    }

    [Fact]
    public async Task HomeAssistantThatStartsAgainGetsEverythingAgain()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        await using RunningBridge bridge = new(broker.Address);
        await ComeAsync(broker);
        await home.UntilAsync(Temperature, "21.50");
        int before = home.CountOf("homeassistant/sensor/nanoevents_hall/temperature_0/config");

        await home.RestartAsync();

        await Waiting.UntilAsync(() => home.CountOf("homeassistant/sensor/nanoevents_hall/temperature_0/config") > before);
        await home.UntilAsync(Temperature, "21.50");
    }

    [Fact]
    public async Task NothingOfThePresentIsRetainedAndABridgeThatEndsLeavesNoValues()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using (LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port))
        {
            await using RunningBridge bridge = new(broker.Address);
            await ComeAsync(broker);
            await home.UntilAsync(Temperature, "21.50");
            await bridge.DisposeAsync();
            await home.UntilAsync(Temperature, "unavailable");
        }

        await using LittleHomeAssistant later = await LittleHomeAssistant.StartAsync(broker.Port);
        await Waiting.UntilAsync(() => later.Entities.Count == 5);
        await later.UntilAsync(Temperature, "unavailable");
        Assert.False(later.HeardRetainedPresent);
    }

    [Fact]
    public async Task ABridgeThatIsKilledLeavesNoValues()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        BridgeProcess bridge = new("bridge", "--broker", broker.Address, "--to", "homeassistant:", "--area", "hall=Flur");
        await bridge.UntilSaysAsync("Connected to Home Assistant's broker");
        await ComeAsync(broker);
        await home.UntilAsync(Temperature, "21.50");

        await bridge.DisposeAsync();

        await home.UntilAsync(Temperature, "unavailable");
        await home.UntilAsync("nanoevents_hall.connectivity", "unavailable");
    }

    [Fact]
    public async Task ABridgeThatIsStoppedWhileTheBrokerIsSlowEndsInOrder()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        broker.Server.InterceptingPublishAsync += message =>
        {
            if (!message.ApplicationMessage.Topic.EndsWith("/config", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            asked.TrySetResult();
            return answer.Task;
        };
        await using RunningBridge bridge = new(broker.Address);
        await broker.SendAsync(Messages.State(1, 21.5, moving: true), "hall", "state", retain: true);
        await asked.Task;

        await bridge.StopAsync();
        answer.SetResult();

        await bridge.Running;
        await Waiting.UntilAsync(() => home.LastOf("nanoevents-present/bridge") == "offline");
    }

    [Fact]
    public async Task AsLongAsTheBrokerTakesNoValuesNoneIsShown()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        await using RunningBridge bridge = new(broker.Address);
        await ComeAsync(broker);
        await home.UntilAsync(Temperature, "21.50");
        bool isFull = true;
        broker.Server.InterceptingPublishAsync += message =>
        {
            if (Volatile.Read(ref isFull) && message.ApplicationMessage.Topic.EndsWith("/temperature_0", StringComparison.Ordinal))
            {
                message.ProcessPublish = false;
                message.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
            }

            return Task.CompletedTask;
        };

        await broker.SendAsync(Messages.State(2, 22.5, moving: true), "hall", "state", retain: true);
        await home.UntilAsync(Temperature, "unavailable");
        Volatile.Write(ref isFull, false);

        await home.UntilAsync(Temperature, "22.50");
    }

    [Fact]
    public async Task AnotherBrokerIsServedAndWaitedFor()
    {
        await using TestBroker devices = await TestBroker.StartAsync();
        int port = Ports.Free();
        await using BridgeProcess bridge = new("bridge", "--broker", devices.Address, "--to", $"homeassistant://127.0.0.1:{port}");
        await bridge.UntilSaysAsync("Waiting for Home Assistant's broker");
        await ComeAsync(devices);

        await using TestBroker broker = await TestBroker.StartAsync(port);
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(port);
        await home.UntilAsync(Temperature, "21.50");
        await StatusAsync(devices, "offline");
        await home.UntilAsync(Temperature, "unavailable");

        Assert.Equal(0, await bridge.InterruptAsync());
        await bridge.UntilSaysAsync("5 entities of 1 devices were shown");
    }

    [Fact]
    public async Task ADeviceThatIsForgottenIsRemovedWithAndWithoutABridge()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(broker.Port);
        await using (RunningBridge bridge = new(broker.Address))
        {
            await ShowAsync();
            await using BridgeProcess forget = new("forget", "hall", "--broker", broker.Address);
            Assert.Equal(0, await forget.WaitAsync());
            await Waiting.UntilAsync(() => home.Entities.Count == 0);
            await ShowAsync();
        }

        await using BridgeProcess again = new("forget", "hall", "--broker", broker.Address);
        Assert.Equal(0, await again.WaitAsync());
        await Waiting.UntilAsync(() => again.Output.Contains("Forgot hall in Home Assistant, too: 5 entities", StringComparison.Ordinal));
        await Waiting.UntilAsync(() => home.Entities.Count == 0);
        Assert.DoesNotContain(await broker.Server.GetRetainedMessagesAsync(), message => message.Topic.Contains("hall", StringComparison.Ordinal));

        async Task ShowAsync()
        {
            await ComeAsync(broker);
            await home.UntilAsync(Temperature, "21.50");

            // One after the other: a bridge that ends earlier leaves some of them out.
            await Waiting.UntilAsync(() => home.Entities.Count == 5);
        }
    }

    [Fact]
    public async Task ABrokerThatIsBackIsToldEverythingAgain()
    {
        int port = Ports.Free();
        TestBroker broker = await TestBroker.StartAsync(port);
        await using RunningBridge bridge = new(broker.Address);
        await ComeAsync(broker);
        await Waiting.UntilAsync(() => bridge.Bridge.Entities == 5);
        await broker.DisposeAsync();

        // It has forgotten everything.
        await using TestBroker next = await TestBroker.StartAsync(port);
        await using LittleHomeAssistant home = await LittleHomeAssistant.StartAsync(port);
        await Waiting.UntilAsync(() => home.Entities.Count == 5);
        await StatusAsync(next, "online firmware=0.4.2 boot=1 wake=unknown");
        await next.SendAsync(Messages.State(1, 22.5, moving: true), "hall", "state", retain: true);
        await home.UntilAsync(Temperature, "22.50");
    }

    [Fact]
    public async Task AnotherProgramWithTheSameNameEndsTheBridge()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using RunningBridge bridge = new(broker.Address);
        await Waiting.UntilAsync(async () => (await broker.Server.GetClientsAsync()).Any(client => client.Id == "nanoevents-homeassistant-bridge"));

        await using RunningBridge second = new(broker.Address);

        BrokerRefusedException e = await Assert.ThrowsAsync<BrokerRefusedException>(() => bridge.Running.WaitAsync(Waiting.Limit, TestContext.Current.CancellationToken));
        Assert.Equal(BrokerRefusalReason.SessionTakenOver, e.Reason);
    }

    // The hall has 21.5 °C, and somebody moves there.
    private static async Task ComeAsync(TestBroker broker)
    {
        await StatusAsync(broker, "online firmware=0.4.2 boot=1 wake=unknown");
        await broker.SendAsync(Messages.State(1, 21.5, moving: true), "hall", "state", retain: true);
    }

    private static Task StatusAsync(TestBroker broker, string status) => broker.SendAsync(Encoding.UTF8.GetBytes(status), "hall", "status", retain: true);

    /// <summary>A bridge in this process.</summary>
    private sealed class RunningBridge : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private readonly EventClient _client;

        public RunningBridge(string broker)
        {
            EventClientOptions options = new() { Broker = broker, ReconnectDelay = TimeSpan.FromMilliseconds(100) };
            _client = new EventClient(options);
            Bridge = new HomeAssistantBridge(_client, new HomeAssistantOptions { Broker = options });
            Running = Bridge.RunAsync(_stop.Token);
        }

        public HomeAssistantBridge Bridge { get; }

        public Task Running { get; }

        public Task StopAsync() => _stop.CancelAsync();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Running.WaitAsync(Waiting.Limit).ContinueWith(_ => { }, TaskScheduler.Default);
            await _client.DisposeAsync();
        }
    }
}
