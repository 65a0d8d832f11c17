using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;

namespace NanoEvents.Tests;

/// <summary>The wire under the MQTT client, over a fake connection.</summary>
internal static class Adapters
{
    public static PacedAdapter Over(FakeChannel wire, MqttProtocolVersion version, Inbox inbox, InFlight.Intake intake, PacedAdapter.TakeMessage take)
    {
        var channel = new BufferedChannel(wire, intake, 1, TimeProvider.System);
        var formatter = new MqttPacketFormatterAdapter(version, new MqttBufferWriter(4096, 65_535));
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1").WithProtocolVersion(version).Build();
        return new PacedAdapter(new MqttChannelAdapter(channel, formatter, MqttNetNullLogger.Instance), channel, options, inbox, intake, take);
    }
}
