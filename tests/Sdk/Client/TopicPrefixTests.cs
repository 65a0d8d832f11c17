using Xunit;

namespace NanoEvents.Tests;

/// <summary>A device under a topic prefix is called site1/hall everywhere.</summary>
public sealed class TopicPrefixTests
{
    [Fact]
    public async Task TwoSitesHallsStayApart()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(
            new EventClientOptions { Broker = broker.Address, TopicPrefix = "+", Checkpoints = [new Checkpoint("site2/hall", 0xB001, 1)] });

        await broker.SendAsync(TestBatch.Of(1, 1), "site1/hall");
        await broker.SendAsync(TestBatch.Of(1, 2), "site2/hall");
        await broker.SendAsync(TestBatch.Of(1, 1), "hall");
        await broker.SendAsync("online"u8.ToArray(), "site1/hall", "status");
        List<NanoEvent> events = await reader.NextAsync(2);

        Assert.Equal([("site1/hall", 1u), ("site2/hall", 2u)], events.Select(e => (e.Device, e.Sequence!.Value)));
        Assert.Equal(new Checkpoint("site1/hall", events[0].BootId, 1), events[0].Checkpoint);
        reader.Ask();
        await TestReader.UntilAsync(() => reader.Client.TryGetState("site1/hall", out DeviceState? state) && state.Online == true);
        Assert.Equal(["site1/hall", "site2/hall"], reader.Client.Devices.Select(d => d.Device).Order());
    }

    [Fact]
    public async Task OneDeviceOfOneSiteIsReadByItsWholeName()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(
            new EventClientOptions { Broker = broker.Address, TopicPrefix = "town/+" }, new EventFilter { Device = "town/site1/hall" });

        await broker.SendAsync(TestBatch.Of(1, 1), "town/site2/hall");
        await broker.SendAsync(TestBatch.Of(2, 1), "town/site1/hall");

        Assert.Equal("town/site1/hall", (await reader.NextAsync()).Device);
    }

    [Theory]
    [InlineData(null, "site1/hall", "a device with a / in its name needs a topic prefix")]
    [InlineData("site1", "hall", "under the topic prefix site1 a device has a name such as site1/hall")]
    [InlineData("site1", "site2/hall", "under the topic prefix site1 a device has a name such as site1/hall")]
    [InlineData("+", "hall", "under the topic prefix + a device has a name such as x/hall")]
    public async Task ADeviceOfAnotherPrefixIsRefusedAtOnce(string? prefix, string device, string problem)
    {
        await using var client = new EventClient(new EventClientOptions { TopicPrefix = prefix });

        Assert.StartsWith(problem, Assert.Throws<ArgumentException>(() => client.ReadAsync(new EventFilter { Device = device }, TestContext.Current.CancellationToken)).Message);
        Assert.StartsWith(problem, Assert.Throws<ArgumentException>(() => client.ReadStateAsync(device, TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData("site1/nanoevents/hall/events", "site1", (int)MessageKind.Events, "site1/hall")]
    [InlineData("a/b/nanoevents/hall/state", "a/+", (int)MessageKind.State, "a/b/hall")]
    [InlineData("a\u202eb/nanoevents/hall/state", "+", (int)MessageKind.State, null)]
    [InlineData("/nanoevents/hall/state", "+", (int)MessageKind.State, null)]
    [InlineData("site2/nanoevents/hall/events", "site1", (int)MessageKind.Other, null)]
    [InlineData("nanoevents/hall/events", "site1", (int)MessageKind.Other, null)]
    [InlineData("nanoevents/hall/events", "+", (int)MessageKind.Other, null)]
    [InlineData("site1/nanoevents/hall/events", null, (int)MessageKind.Other, null)]
    [InlineData("site1", "site1", (int)MessageKind.Other, null)]
    public void ATopicSaysKindAndDevice(string topic, string? prefix, int kind, string? device)
    {
        Assert.Equal((MessageKind)kind, Topics.Parse(topic, out string? found, prefix));
        Assert.Equal(device, found);
    }

    [Theory]
    [InlineData("site1", true)]
    [InlineData("town/site1", true)]
    [InlineData("+/site-1", true)]
    [InlineData("", false)]
    [InlineData("site1/", false)]
    [InlineData("#", false)]
    [InlineData("site+", false)]
    [InlineData("site 1", false)]
    public void APrefixIsLevelsLikeNamesOfDevices(string prefix, bool canBe)
    {
        Assert.Equal(canBe, new EventClientOptions { TopicPrefix = prefix }.FindProblem() is null);
        Assert.Equal("site1/nanoevents/hall/events", Topics.Of("site1/hall", "events"));
        Assert.Equal("nanoevents/hall/events", Topics.Of("hall", "events"));
    }

    [Theory]
    [InlineData("$share/readers")]
    [InlineData("$share/readers/site1")]
    [InlineData("$queue")]
    public void ASharedSubscriptionIsRefusedByName(string prefix) =>
        Assert.Contains("a shared subscription ($share) spreads the events of one device", new EventClientOptions { TopicPrefix = prefix }.FindProblem());
}
