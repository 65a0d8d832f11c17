using System.Net;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace NanoEvents.Tests;

/// <summary>A real MQTT broker inside the test, on loopback, on a port that was free.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    public TestBroker(int? port = null, int? maxWaiting = null, Action<MqttServerOptionsBuilder, int>? configure = null)
    {
        Port = port ?? Ports.Free();
        TlsPort = configure is null ? 0 : Ports.Free();
        MqttServerOptionsBuilder builder = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(Port).WithDefaultEndpointReuseAddress().WithPersistentSessions();
        configure?.Invoke(builder, TlsPort);
        MqttServerOptions options = (maxWaiting is { } most ? builder.WithMaxPendingMessagesPerClient(most) : builder).Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.ClientAcknowledgedPublishPacketAsync += _ => Task.FromResult(Interlocked.Increment(ref _acknowledged));
    }

    private int _acknowledged;

    public int Port { get; }

    public string Address => $"mqtt://127.0.0.1:{Port}";

    public int TlsPort { get; }

    public string TlsAddress => $"mqtts://localhost:{TlsPort}";

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public MqttServer Server => _server;

    public static async Task<TestBroker> StartAsync(
        int? port = null, int? maxWaiting = null, Action<MqttServerOptionsBuilder, int>? configure = null)
    {
        var broker = new TestBroker(port, maxWaiting, configure);
        await broker._server.StartAsync();
        return broker;
    }

    public Task SendAsync(TestBatch batch, string device = "hall") => SendAsync(batch.ToArray(), device, batch.IsState ? "state" : "events", batch.IsState);

    public Task SendAsync(byte[] payload, string device, string part, bool retain = false)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(TopicOf(device, part))
            .WithPayload(payload).WithRetainFlag(retain).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        return _server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = device });
    }

    // site1/hall is hall under the topic prefix site1.
    private static string TopicOf(string device, string part) => string.Join('/', [.. device.Split('/')[..^1], "nanoevents", device.Split('/')[^1], part]);

    public async Task DisconnectAllAsync()
    {
        foreach (MqttClientStatus client in await _server.GetClientsAsync())
        {
            await client.DisconnectAsync(new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }
}
