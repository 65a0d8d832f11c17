using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>Puts batches into the broker as devices would, with QoS 1, each device's in order.</summary>
internal static class Feed
{
    private const int AtOnce = 200;

    /// <summary>So many batches, taken in turn by so many devices.</summary>
    public static async Task FillAsync(Mosquitto broker, Batches batches, int devices, int messages, int from = 0)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MqttProtocolVersion.V311).Build());
        foreach (int[] some in Enumerable.Range(from, messages).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(i => client.PublishAsync(MessageOf(batches, devices, i))));
        }

        await client.DisconnectAsync();
    }

    /// <summary>Lets the broker keep nothing more for a session.</summary>
    public static async Task ForgetAsync(Mosquitto broker, string session)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithClientId(session).WithCleanStart().Build());
        await client.DisconnectAsync();
    }

    private static MqttApplicationMessage MessageOf(Batches batches, int devices, int i) => new MqttApplicationMessageBuilder()
        .WithTopic($"nanoevents/device-{i % devices}/events")
        .WithPayload(batches.Make(i / devices))
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .Build();
}
