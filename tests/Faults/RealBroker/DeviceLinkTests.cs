using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Protocol;

namespace NanoEvents.Faults.Tests;

/// <summary>The simulated device with a broker that others have written: its limits, its refusals, and topics under a prefix.</summary>
public sealed class DeviceLinkTests
{
    [Fact]
    public async Task ADeviceKeepsToTheLargestPacketThatTheBrokerTakes()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(null, "max_packet_size 90");
        LiveReader reader = new(broker.Port, LiveReader.LongPatience);
        await reader.StartAsync();
        using LiveDevice device = new(broker.Port);

        device.Raise(300);
        await reader.WaitForAsync(300);
        await reader.StopAsync();

        reader.AssertBalance(300);
        Assert.Empty(reader.Lost);
        Assert.InRange(device.MaxEvents, 1, 32);
    }

    [Fact]
    public async Task ARefusalAfterAFirstSuccessIsWaitedOut()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        using LiveDevice device = new(broker.Port);
        device.Raise(10);
        await device.WaitUntilIdleAsync();

        await broker.StopAsync();
        broker.TakesAnybody = false;
        await broker.RestartAsync();
        device.Raise(10);
        await Eventually.TrueAsync(() => device.Refusals.Count > 2, "the broker refuses the device several times");
        Assert.Contains("Check user and password", device.Refusals.First());
        Assert.False(device.IsIdle);

        await broker.StopAsync();
        broker.TakesAnybody = true;
        await broker.RestartAsync();
        await device.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task APrefixStandsBeforeEachTopic()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        ConcurrentDictionary<string, bool> topics = new();
        using IMqttClient all = new MqttClientFactory().CreateMqttClient();
        all.ApplicationMessageReceivedAsync += message =>
        {
            topics[message.ApplicationMessage.Topic] = true;
            return Task.CompletedTask;
        };
        await all.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).Build(), TestContext.Current.CancellationToken);
        await all.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

        using LiveDevice device = new(broker.Port, prefix: "site1/floor2");
        device.Raise(1);
        await Eventually.TrueAsync(() => topics.Count >= 4, "status, names, state and events have come");

        Assert.Equal(
            ["site1/floor2/nanoevents/live/events", "site1/floor2/nanoevents/live/names", "site1/floor2/nanoevents/live/state", "site1/floor2/nanoevents/live/status"], topics.Keys.Order(StringComparer.Ordinal));
    }
}
