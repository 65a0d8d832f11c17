using System.Collections.Concurrent;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Xunit;

namespace NanoEvents.Tests;

/// <summary>What a broker keeps for a reader, or should have kept.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("house", true)]
    [InlineData(null, false)]
    public async Task ASessionThatTheBrokerHasLostIsToldAndCounted(string? session, bool isTold)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, Session = session });

        foreach (MqttSessionStatus kept in await broker.Server.GetSessionsAsync())
        {
            await kept.DeleteAsync();
        }

        await reader.UntilConnectedAsync();
        await broker.SendAsync(TestBatch.Of(1, 1));
        await reader.NextAsync();

        Assert.Equal(isTold ? 1 : 0, reader.Client.Stats.SessionsLost);
        Assert.Equal(isTold, reader.Notices.Any(r => r.Kind == NoticeKind.Warning && r.Text.Contains("has lost the session house", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFirstRunExpectsNoSessionUnlessItHasACheckpoint(bool hasCheckpoint)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var options = new EventClientOptions { Broker = broker.Address, Session = "house", Checkpoints = hasCheckpoint ? [new Checkpoint("hall", 1, 1)] : [] };

        await using TestReader reader = await TestReader.ConnectAsync(options);
        await broker.SendAsync(TestBatch.Of(2, 1));
        await reader.NextAsync();

        Assert.Equal(hasCheckpoint ? 1 : 0, reader.Client.Stats.SessionsLost);
    }

    [Fact]
    public async Task ASessionThatIsThereIsNoLoss()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, Session = "house" });

        await broker.DisconnectAllAsync();
        await reader.UntilConnectedAsync();
        await broker.SendAsync(TestBatch.Of(1, 1));
        await reader.NextAsync();

        Assert.Equal(0, reader.Client.Stats.SessionsLost);
        Assert.Empty(reader.Client.Warnings);
    }

    [Fact]
    public async Task ABrokerThatGrantsQos0For1IsToldForAsLongAsItDoes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        MqttSubscribeReasonCode granted = MqttSubscribeReasonCode.GrantedQoS0;
        broker.Server.InterceptingSubscriptionAsync += e =>
        {
            e.Response.ReasonCode = e.TopicFilter.Topic.EndsWith("events", StringComparison.Ordinal) ? granted : e.Response.ReasonCode;
            return Task.CompletedTask;
        };
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address });
        await TestReader.UntilAsync(() => reader.Client.Warnings.Count > 0);

        string warning = Assert.Single(reader.Client.Warnings);
        Assert.StartsWith($"The broker at {broker.Address} grants QoS 0 for events, not 1", warning);
        granted = MqttSubscribeReasonCode.GrantedQoS1;
        await broker.DisconnectAllAsync();
        await reader.UntilConnectedAsync();
        await TestReader.UntilAsync(() => reader.Client.Warnings.Count == 0);
        Assert.Single(reader.Notices, r => r.Text == warning);
    }

    [Theory]
    [InlineData("hall")]
    [InlineData("cellar")]
    public async Task ANarrowerFilterEndsWhatItsSessionNoLongerWants(string before)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var unsubscribed = new ConcurrentQueue<string>();
        broker.Server.ClientUnsubscribedTopicAsync += e =>
        {
            unsubscribed.Enqueue(e.TopicFilter);
            return Task.CompletedTask;
        };
        var options = new EventClientOptions { Broker = broker.Address, Session = "house" };
        EventFilter all = before == "hall" ? EventFilter.All : new EventFilter { Device = before };
        await (await TestReader.ConnectAsync(options, all)).DisposeAsync();

        await using TestReader narrow = await TestReader.ConnectAsync(options, new EventFilter { Device = "hall" });
        await broker.SendAsync(TestBatch.Of(1, 1), "cellar");
        await TestReader.UntilAsync(() => unsubscribed.Contains(before == "hall" ? "nanoevents/+/events" : "nanoevents/cellar/events"));
        await broker.SendAsync(TestBatch.Of(1, 1), "hall");

        Assert.Equal("hall", (await narrow.NextAsync()).Device);
        Assert.DoesNotContain(unsubscribed, filter => filter.Contains("hall", StringComparison.Ordinal));
        await TestReader.UntilAsync(() => narrow.Has(r => r.Text.Contains("subscriptions that are not wanted now", StringComparison.Ordinal)));
    }

    // What waits in the session comes while the connection is being opened.
    [Fact]
    public async Task AnOldSubscriptionOfWhichAMessageHasWaitedIsTakenBack()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var unsubscribed = new TaskCompletionSource();
        broker.Server.ClientUnsubscribedTopicAsync += e =>
        {
            _ = e.TopicFilter == "nanoevents/cellar/events" && unsubscribed.TrySetResult();
            return Task.CompletedTask;
        };
        var options = new EventClientOptions { Broker = broker.Address, Session = "house" };
        await (await TestReader.ConnectAsync(options, new EventFilter { Device = "cellar" })).DisposeAsync();
        await broker.SendAsync(TestBatch.Of(1, 1), "cellar");

        await using TestReader narrow = await TestReader.ConnectAsync(options, new EventFilter { Device = "hall" });

        await TestReader.UntilAsync(() => unsubscribed.Task.IsCompleted);
        await narrow.UntilAsync(r => r.Text.Contains("subscriptions that are not wanted now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhereTakingBackASubscriptionFailsTheNextConnectionDoesIt()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        int attempts = 0;
        broker.Server.InterceptingUnsubscriptionAsync += e =>
        {
            e.CloseConnection = e.Topic == "nanoevents/cellar/events" && Interlocked.Increment(ref attempts) == 1;
            e.ProcessUnsubscription = !e.CloseConnection;
            return Task.CompletedTask;
        };
        var options = new EventClientOptions { Broker = broker.Address, Session = "house" };
        await (await TestReader.ConnectAsync(options, new EventFilter { Device = "cellar" })).DisposeAsync();
        await using TestReader narrow = await TestReader.ConnectAsync(options, new EventFilter { Device = "hall" });

        await broker.SendAsync(TestBatch.Of(1, 1), "cellar");
        await TestReader.UntilAsync(() => Volatile.Read(ref attempts) >= 1);
        await narrow.UntilConnectedAsync();
        await broker.SendAsync(TestBatch.Of(2, 1), "cellar");

        await narrow.UntilAsync(r => r.Text.Contains("subscriptions that are not wanted now", StringComparison.Ordinal));
        await broker.SendAsync(TestBatch.Of(1, 1), "hall");
        Assert.Equal("hall", (await narrow.NextAsync()).Device);
    }
}
