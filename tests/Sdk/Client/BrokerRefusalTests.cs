using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class BrokerRefusalTests
{
    [Fact]
    public async Task AWrongPasswordIsAClearExceptionAndNotRetried()
    {
        await using TestBroker broker = await StartWithPasswordAsync();
        string address = $"mqtt://reader:wrong@127.0.0.1:{broker.Port}";
        await using var reader = new TestReader(new EventClientOptions { Broker = address });

        var refused = await Assert.ThrowsAsync<BrokerRefusedException>(reader.NextAsync);

        Assert.Equal($"The broker at mqtt://127.0.0.1:{broker.Port} refuses user reader: BadUserNameOrPassword. Check user and password.", refused.Message);
        Assert.Equal(BrokerRefusalReason.BadCredentials, refused.Reason);
    }

    [Fact]
    public async Task TheRightPasswordLetsIn()
    {
        await using TestBroker broker = await StartWithPasswordAsync();
        string address = $"mqtt://reader:a%20b%3Ac@127.0.0.1:{broker.Port}";
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = address });

        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
    }

    [Fact]
    public async Task ATopicThatMayNotBeReadIsAClearException()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        broker.Server.InterceptingSubscriptionAsync += e =>
        {
            e.Response.ReasonCode = e.TopicFilter.Topic.EndsWith("events", StringComparison.Ordinal)
                ? MqttSubscribeReasonCode.NotAuthorized : e.Response.ReasonCode;
            return Task.CompletedTask;
        };
        await using var reader = new TestReader(new EventClientOptions { Broker = broker.Address });

        var refused = await Assert.ThrowsAsync<BrokerRefusedException>(reader.NextAsync);

        Assert.Contains("does not let this user read nanoevents/+/events", refused.Message);
        Assert.Equal(BrokerRefusalReason.SubscriptionRefused, refused.Reason);
    }

    [Fact]
    public async Task ABrokerThatOnlySpeaksVersion311IsSpokenToInIt()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var versions = new List<MqttProtocolVersion>();
        broker.Server.ValidatingConnectionAsync += e =>
        {
            versions.Add(e.ProtocolVersion);
            e.ReasonCode = e.ProtocolVersion == MqttProtocolVersion.V500
                ? MqttConnectReasonCode.UnsupportedProtocolVersion : MqttConnectReasonCode.Success;
            return Task.CompletedTask;
        };
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, Session = "old" });

        await broker.SendAsync(TestBatch.Of(1, 1));

        Assert.Equal(1u, (await reader.NextAsync()).Sequence);
        Assert.Equal([MqttProtocolVersion.V500, MqttProtocolVersion.V311], versions);
    }

    [Fact]
    public async Task ABrokerThatIsStillStartingIsAskedInTheNewVersionAgain()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var reader = new TestReader(new EventClientOptions { Broker = $"mqtt://{listener.LocalEndpoint}" });
        reader.Ask();
        List<int> versions = [];
        for (int i = 0; i < 4; i++)
        {
            using Socket connection = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
            byte[] connect = new byte[9];
            await connection.ReceiveAsync(connect, TestContext.Current.CancellationToken);

            // The version follows the name of the protocol; the broker closes without an answer.
            versions.Add(connect[8]);
        }

        Assert.Equal([5, 4, 5, 4], versions);
    }

    [Fact]
    public async Task ABrokerThatTakesTheConnectionAndSaysNothingIsNamedAsThat()
    {
        var time = new FakeTimeProvider(TimelineRun.Start);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"mqtt://{listener.LocalEndpoint}";
        await using var reader = new TestReader(new EventClientOptions { Broker = address, TimeProvider = time });
        reader.Ask();
        using Socket connection = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await connection.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(14));
        Assert.Empty(reader.Notices);
        time.Advance(TimeSpan.FromSeconds(2));

        await reader.UntilWaitingAsync();
        Assert.Equal($"Waiting for the broker at {address}: it does not answer", Assert.Single(reader.Notices).Text);
    }

    [Fact]
    public async Task TwoProgramsOfOneNameDoNotFight()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        var options = new EventClientOptions { Broker = broker.Address, Session = "same" };
        await using TestReader first = await TestReader.ConnectAsync(options);

        await using TestReader second = await TestReader.ConnectAsync(options);

        var refused = await Assert.ThrowsAsync<BrokerRefusedException>(first.NextAsync);
        Assert.StartsWith("Another program has connected to ", refused.Message);
        Assert.Equal(BrokerRefusalReason.SessionTakenOver, refused.Reason);
    }

    private static async Task<TestBroker> StartWithPasswordAsync()
    {
        TestBroker broker = await TestBroker.StartAsync();
        broker.Server.ValidatingConnectionAsync += e =>
        {
            e.ReasonCode = (e.UserName, e.Password) == ("reader", "a b:c")
                ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        return broker;
    }
}
