using System.Diagnostics;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>MQTTnet alone: one client publishes with QoS 1, as the firmware's does, and one receives.</summary>
internal sealed class BarePath : ILatencyPath
{
    private const string Topic = "bare/latency/events";

    // As one motion takes.
    private readonly byte[] _payload = new byte[18];
    private readonly IMqttClient _sender = new MqttClientFactory().CreateMqttClient();
    private readonly IMqttClient _receiver = new MqttClientFactory().CreateMqttClient();
    private TaskCompletionSource<long> _arrived = new();
    private Task _sent = Task.CompletedTask;

    private BarePath()
    {
    }

    public string Name => "MQTTnet alone, publish to receive";

    public static async Task<ILatencyPath> OpenAsync(Mosquitto broker)
    {
        BarePath path = new();
        path._receiver.ApplicationMessageReceivedAsync += _ =>
        {
            path._arrived.TrySetResult(Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        };
        await path._sender.ConnectAsync(OptionsOf(broker, MqttProtocolVersion.V311));
        await path._receiver.ConnectAsync(OptionsOf(broker, MqttProtocolVersion.V500));
        await path._receiver.SubscribeAsync(Topic, MqttQualityOfServiceLevel.AtLeastOnce);
        return path;
    }

    public Task<long> SendAsync()
    {
        _arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sent = _sender.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(Topic)
            .WithPayload(_payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build());
        return _arrived.Task;
    }

    public Task RestAsync() => _sent;

    public async ValueTask DisposeAsync()
    {
        await _sender.DisconnectAsync();
        await _receiver.DisconnectAsync();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private static MqttClientOptions OptionsOf(Mosquitto broker, MqttProtocolVersion version) =>
        new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(version).Build();
}
