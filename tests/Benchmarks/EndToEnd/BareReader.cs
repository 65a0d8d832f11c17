using MQTTnet;
using MQTTnet.Protocol;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>MQTTnet alone, as its samples use it: counts messages, looks at none, and acknowledges each.</summary>
internal sealed class BareReader : IReader
{
    public string Name => "MQTTnet alone, ignoring the payload";

    public async Task SubscribeAsync(Mosquitto broker, string session)
    {
        using IMqttClient client = await ConnectAsync(broker, session, _ => { });
        await client.SubscribeAsync("nanoevents/+/events", MqttQualityOfServiceLevel.AtLeastOnce);
        await client.DisconnectAsync();
    }

    public async Task<Drain> DrainAsync(Mosquitto broker, string session, int messages)
    {
        DrainMeter meter = new(broker, messages);
        using IMqttClient client = await ConnectAsync(broker, session, _ => meter.Handled());
        Drain drain = await meter.Done;
        await client.DisconnectAsync();
        return drain;
    }

    /// <summary>Connects to a session. Each message is acknowledged when it has been looked at.</summary>
    public static async Task<IMqttClient> ConnectAsync(Mosquitto broker, string session, Action<MqttApplicationMessage> onMessage)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += e =>
        {
            onMessage(e.ApplicationMessage);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", broker.Port)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(session)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(600)
            .WithReceiveMaximum((ushort)new EventClientOptions().ReceiveMaximum)
            .Build());
        return client;
    }
}
