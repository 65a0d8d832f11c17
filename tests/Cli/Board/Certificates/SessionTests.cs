using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoEvents.Cli.Certificates;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Tests.Board.Certificates;

/// <summary>What a device's user and certificate can do to the sessions of others at Mosquitto: nothing. A reader may have several.</summary>
public sealed class SessionTests
{
    private const string Events = "nanoevents/kitchen/events";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeviceTakesNobodysSessionAndCutsNobody(bool byCertificate)
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        using (IMqttClient diary = await ConnectAsync(broker.WithPassword("house"), "diary"))
        {
            await diary.SubscribeAsync(Events, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
            await diary.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        using IMqttClient kitchen = await ConnectAsync(broker.WithPassword("kitchen"), "kitchen");
        await WriteAsync(kitchen, 1);

        // The garage's secrets are stolen: whoever has them gives the ids of others, at each door.
        EventClientOptions stolen = byCertificate ? broker.WithCertificate("garage") : broker.WithPassword("garage");
        foreach (string id in new[] { "diary", "kitchen", "" })
        {
            using IMqttClient thief = await ConnectAsync(stolen, id, clean: true);
            Assert.True(thief.IsConnected);
        }

        foreach (string door in new[] { broker.PasswordUrl, broker.CertificateUrl })
        {
            await AssertRefusedAsync(stolen with { Broker = door });
        }

        Assert.True(kitchen.IsConnected);
        await WriteAsync(kitchen, 2);
        Assert.Equal([1, 2], await ReadAsync(broker.WithPassword("house"), "diary", 2));
    }

    [Fact]
    public async Task AReaderMayHaveSeveralSessionsWithOneUser()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        using IMqttClient one = await ConnectAsync(broker.WithPassword("house"), "one");
        using IMqttClient two = await ConnectAsync(broker.WithPassword("house"), "two");
        using IMqttClient three = await ConnectAsync(broker.WithCertificate("house"), "three");

        await one.PingAsync(TestContext.Current.CancellationToken);
        await two.PingAsync(TestContext.Current.CancellationToken);
        Assert.True(one.IsConnected && two.IsConnected && three.IsConnected);
    }

    [Fact]
    public async Task WhatWaitsForAReaderOutlivesARestartAndComesOnAfterIt()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        using (IMqttClient diary = await ConnectAsync(broker.WithPassword("house"), "diary"))
        {
            await diary.SubscribeAsync(Events, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
            await diary.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        await broker.RestartGentlyAsync();
        using IMqttClient kitchen = await ConnectAsync(broker.WithPassword("kitchen"), "kitchen");
        await WriteAsync(kitchen, 1);

        Assert.Equal([1], await ReadAsync(broker.WithPassword("house"), "diary", 1));
    }

    [Fact]
    public async Task ABatchGoesThroughAndMuchMoreDoesNot()
    {
        await using GuardedBroker broker = await GuardedBroker.StartAsync();
        using IMqttClient kitchen = await ConnectAsync(broker.WithPassword("kitchen"), "kitchen");
        using IMqttClient house = await ConnectAsync(broker.WithPassword("house"), "diary");
        TaskCompletionSource<int> largest = new();
        house.ApplicationMessageReceivedAsync += e =>
        {
            largest.TrySetResult((int)e.ApplicationMessage.Payload.Length);
            return Task.CompletedTask;
        };
        await house.SubscribeAsync(Events, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

        MqttClientPublishResult large = await PublishAsync(kitchen, new byte[MosquittoFolder.MaxMessageBytes + 1]);
        MqttClientPublishResult batch = await PublishAsync(kitchen, new byte[BatchFormat.MaxBytes]);

        Assert.False(large.IsSuccess);
        Assert.True(batch.IsSuccess);
        Assert.Equal(BatchFormat.MaxBytes, await largest.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
        Assert.InRange(MosquittoFolder.MaxMessageBytes, BatchFormat.MaxBytes, 2 * BatchFormat.MaxBytes);
    }

    private static async Task AssertRefusedAsync(EventClientOptions options)
    {
        bool isIn = false;
        try
        {
            using IMqttClient client = await ConnectAsync(options, "diary", clean: true);
            isIn = client.IsConnected;
        }
        catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException)
        {
            // As it should be.
        }

        Assert.False(isIn, $"{options.UserName ?? options.CertificateFile} comes in at {options.Broker}");
    }

    private static async Task<IMqttClient> ConnectAsync(EventClientOptions options, string id, bool clean = false)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        TlsFiles files = TlsFiles.Load(options.Tls);
        MqttClientOptionsBuilder built = new MqttClientOptionsBuilder().WithTcpServer("localhost", new Uri(options.Broker).Port)
            .WithTlsOptions(tls => files.Apply(tls.UseTls())).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(id).WithCleanStart(clean).WithSessionExpiryInterval(600);
        built = options.UserName == null ? built : built.WithCredentials(options.UserName, options.Password);
        MqttClientConnectResult result = await client.ConnectAsync(built.Build(), TestContext.Current.CancellationToken);
        return result.ResultCode == MqttClientConnectResultCode.Success ? client : throw new MQTTnet.Exceptions.MqttCommunicationException("refused");
    }

    private static async Task WriteAsync(IMqttClient client, byte number) => Assert.True((await PublishAsync(client, [number])).IsSuccess);

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient client, byte[] payload) =>
        client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(Events).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);

    // What waits in a session.
    private static async Task<List<byte>> ReadAsync(EventClientOptions options, string id, int count)
    {
        List<byte> read = [];
        TaskCompletionSource all = new();
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += e =>
        {
            read.Add(e.ApplicationMessage.Payload.First.Span[0]);
            if (read.Count == count)
            {
                all.TrySetResult();
            }

            return Task.CompletedTask;
        };
        TlsFiles files = TlsFiles.Load(options.Tls);
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("localhost", new Uri(options.Broker).Port).WithTlsOptions(tls => files.Apply(tls.UseTls()))
                .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(id).WithCleanStart(false).WithSessionExpiryInterval(600)
                .WithCredentials(options.UserName, options.Password).Build(),
            TestContext.Current.CancellationToken);
        await all.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        client.Dispose();
        return read;
    }
}
