using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace NanoEvents.Tests;

/// <summary>A refusal that passes ends nobody who was connected before.</summary>
public sealed class WaitedOutRefusalTests
{
    [Theory]
    [InlineData(MqttConnectReasonCode.NotAuthorized, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.BadUserNameOrPassword, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.Banned, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.BadAuthenticationMethod, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.ClientIdentifierNotValid, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.QuotaExceeded, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.ServerUnavailable, MqttProtocolVersion.V500)]
    [InlineData(MqttConnectReasonCode.NotAuthorized, MqttProtocolVersion.V311)]
    [InlineData(MqttConnectReasonCode.BadUserNameOrPassword, MqttProtocolVersion.V311)]
    [InlineData(MqttConnectReasonCode.ClientIdentifierNotValid, MqttProtocolVersion.V311)]
    public async Task OneOfTheConnectionIsWaitedOut(MqttConnectReasonCode refusal, MqttProtocolVersion version)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        MqttConnectReasonCode answer = MqttConnectReasonCode.Success;
        broker.Server.ValidatingConnectionAsync += e =>
        {
            e.ReasonCode = e.ProtocolVersion == version ? answer : MqttConnectReasonCode.UnsupportedProtocolVersion;
            return Task.CompletedTask;
        };
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, UserName = "reader", Session = "s" });

        answer = refusal;
        await broker.DisconnectAllAsync();
        await reader.UntilAsync(remark => remark.Text.Contains(refusal.ToString(), StringComparison.Ordinal) || remark.Text.Contains("refuses", StringComparison.Ordinal));
        answer = MqttConnectReasonCode.Success;
        await reader.UntilConnectedAsync();

        await broker.SendAsync(TestBatch.Of(1, 1));
        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
    }

    [Theory]
    [InlineData(MqttSubscribeReasonCode.UnspecifiedError, "does not let this user read nanoevents/+/events")]
    [InlineData(MqttSubscribeReasonCode.NotAuthorized, "does not let this user read nanoevents/+/events")]
    [InlineData(MqttSubscribeReasonCode.QuotaExceeded, "has no room for the subscription to nanoevents/+/events (QuotaExceeded)")]
    public async Task OneOfTheSubscriptionIsWaitedOutAfterAFirstSuccessAlone(MqttSubscribeReasonCode refusal, string text)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        bool refuses = false;
        broker.Server.InterceptingSubscriptionAsync += e =>
        {
            e.Response.ReasonCode = refuses && e.TopicFilter.Topic.EndsWith("events", StringComparison.Ordinal) ? refusal : e.Response.ReasonCode;
            return Task.CompletedTask;
        };
        var options = new EventClientOptions { Broker = broker.Address };
        await using TestReader reader = await TestReader.ConnectAsync(options);

        refuses = true;
        await broker.DisconnectAllAsync();
        await reader.UntilAsync(remark => remark.Kind == NoticeKind.Waiting && remark.Text.Contains($": it {text}", StringComparison.Ordinal));
        await using var late = new TestReader(options);
        var refused = await Assert.ThrowsAsync<BrokerRefusedException>(late.NextAsync);
        refuses = false;
        await reader.UntilConnectedAsync();

        Assert.StartsWith($"The broker at {broker.Address} {text}", refused.Message);
        await broker.SendAsync(TestBatch.Of(1, 1));
        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
    }

    [Fact]
    public async Task WhoFollowsThePresentWaitsToo()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        MqttConnectReasonCode answer = MqttConnectReasonCode.Success;
        broker.Server.ValidatingConnectionAsync += e =>
        {
            e.ReasonCode = answer;
            return Task.CompletedTask;
        };
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await using var client = new EventClient(new EventClientOptions { Broker = broker.Address, ReconnectDelay = TimeSpan.FromMilliseconds(20) });
        var refused = new TaskCompletionSource();
        client.NoticeReceived += (_, e) => _ = e.Notice.Text.Contains("refuses", StringComparison.Ordinal) && refused.TrySetResult();
        await using IAsyncEnumerator<DeviceState> states = client.ReadStateAsync(cancellationToken: stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> next = states.MoveNextAsync();
        await TestReader.UntilAsync(() => client.IsConnected);

        answer = MqttConnectReasonCode.NotAuthorized;
        await broker.DisconnectAllAsync();
        await refused.Task.WaitAsync(stop.Token);
        Assert.False(client.IsConnected);
        answer = MqttConnectReasonCode.Success;
        await TestReader.UntilAsync(() => client.IsConnected);
        await broker.SendAsync("online"u8.ToArray(), "hall", "status", retain: true);

        Assert.True(await next);
        Assert.Equal("hall", states.Current.Device);
    }
}
