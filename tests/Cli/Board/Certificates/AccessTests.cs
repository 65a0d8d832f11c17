using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Certificates;

/// <summary>A device writes under its own name alone; a reader reads, and writes nothing.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EventsOfADeviceReachAReaderOverTls(bool byCertificate)
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        await using EventClient client = new(byCertificate ? broker.WithCertificate("house") : broker.WithPassword("house"));
        TaskCompletionSource connected = new();
        client.NoticeReceived += (_, e) => _ = e.Notice.Kind == NoticeKind.Connected && connected.TrySetResult();
        await using IAsyncEnumerator<NanoEvent> events = client.ReadAsync(cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> first = events.MoveNextAsync();
        await connected.Task;

        string url = broker.DevicePasswordUrl.Replace("//", "//garage@", StringComparison.Ordinal);
        string given = broker.DevicePasswordUrl.Replace("//", $"//garage:{broker.PasswordOf("garage")}@", StringComparison.Ordinal);
        string[] device = ["simulate", "--broker", given, "--ca", broker.PathOf("garage/ca.crt"), "--device", "garage", "--trace", Repository.PathOf("docs/first-event.csv"), "--speed", "max"];
        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync(device);

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.DoesNotContain(errors, line => line.Contains(broker.PasswordOf("garage"), StringComparison.Ordinal) || line.Contains(url, StringComparison.Ordinal));
        Assert.True(await first);
        Assert.Equal("garage", events.Current.Device);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task NobodyWritesInAnothersName(MqttProtocolVersion version)
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        ConcurrentQueue<string> heard = new();
        TaskCompletionSource last = new();
        using IMqttClient house = await ConnectAsync(broker, "house", version);
        house.ApplicationMessageReceivedAsync += e =>
        {
            heard.Enqueue(e.ApplicationMessage.Topic);
            if (e.ApplicationMessage.Topic == "nanoevents/kitchen/status")
            {
                last.TrySetResult();
            }

            return Task.CompletedTask;
        };
        await house.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("nanoevents/#").Build(), TestContext.Current.CancellationToken);
        using IMqttClient garage = await ConnectAsync(broker, "garage", version);
        using IMqttClient kitchen = await ConnectAsync(broker, "kitchen", version);

        // Mosquitto says no in MQTT 5 alone; in 3.1.1 it takes the message, and passes it to nobody.
        MqttClientPublishReasonCode no = version == MqttProtocolVersion.V500 ? MqttClientPublishReasonCode.NotAuthorized : MqttClientPublishReasonCode.Success;
        Assert.Equal(no, await WriteAsync(garage, "nanoevents/kitchen/events"));
        Assert.Equal(no, await WriteAsync(house, "nanoevents/house/events"));
        Assert.Equal(no, await WriteAsync(house, "nanoevents/garage/events"));
        Assert.Equal(MqttClientPublishReasonCode.Success, await WriteAsync(garage, "nanoevents/garage/events"));
        Assert.Equal(MqttClientPublishReasonCode.Success, await WriteAsync(kitchen, "nanoevents/kitchen/status"));
        await last.Task;

        Assert.Equal(["nanoevents/garage/events", "nanoevents/kitchen/status"], heard);
    }

    [Fact]
    public async Task ADeviceHearsNothingOfTheOthers()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        ConcurrentQueue<string> heard = new();
        using IMqttClient garage = await ConnectAsync(broker, "garage", MqttProtocolVersion.V500);
        garage.ApplicationMessageReceivedAsync += e =>
        {
            heard.Enqueue(e.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
        await garage.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("nanoevents/#").Build(), TestContext.Current.CancellationToken);
        using IMqttClient house = await ConnectAsync(broker, "house", MqttProtocolVersion.V500);
        TaskCompletionSource arrived = new();
        house.ApplicationMessageReceivedAsync += _ =>
        {
            arrived.TrySetResult();
            return Task.CompletedTask;
        };
        await house.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("nanoevents/#").Build(), TestContext.Current.CancellationToken);
        using IMqttClient kitchen = await ConnectAsync(broker, "kitchen", MqttProtocolVersion.V500);

        await WriteAsync(kitchen, "nanoevents/kitchen/events");
        await arrived.Task;

        // A round trip of its own comes after whatever was sent before it.
        await garage.PingAsync(TestContext.Current.CancellationToken);
        Assert.Empty(heard);
    }

    private static async Task<IMqttClient> ConnectAsync(GuardedBroker broker, string user, MqttProtocolVersion version)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        EventClientOptions options = broker.WithCertificate(user);
        TlsFiles files = TlsFiles.Load(options.Tls);
        MqttClientOptions built = new MqttClientOptionsBuilder().WithTcpServer("localhost", new Uri(options.Broker).Port)
            .WithTlsOptions(tls => files.Apply(tls.UseTls())).WithProtocolVersion(version).Build();
        await client.ConnectAsync(built, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<MqttClientPublishReasonCode> WriteAsync(IMqttClient client, string topic)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes("x"))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        return (await client.PublishAsync(message, TestContext.Current.CancellationToken)).ReasonCode;
    }
}
