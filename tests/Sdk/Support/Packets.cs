using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents.Tests;

/// <summary>MQTT packets as the MQTT client's own formatter writes and reads them.</summary>
internal static class Packets
{
    public static byte[] Bytes(MqttProtocolVersion version, MqttPacket packet) => Formatter(version).Encode(packet).Join().ToArray();

    /// <summary>Reads one whole packet; throws where the client would.</summary>
    public static MqttPacket Read(MqttProtocolVersion version, ReadOnlySpan<byte> packet)
    {
        int body = 1;
        while (packet[body++] >= 0x80)
        {
        }

        return Formatter(version).Decode(new ReceivedMqttPacket(packet[0], packet[body..].ToArray(), packet.Length));
    }

    /// <summary>A message of QoS 0 or 1 with whatever a broker may add.</summary>
    public static MqttPublishPacket Draw(MqttProtocolVersion version, Random random, int mostBytes = 1_200)
    {
        byte[] payload = new byte[random.Next(4) == 0 ? 0 : random.Next(mostBytes)];
        random.NextBytes(payload);
        var packet = new MqttPublishPacket
        {
            Topic = random.Next(5) == 0 ? $"süd/{new string('x', random.Next(300))}" : $"nanoevents/hall{random.Next(9)}/events",
            PayloadSegment = payload,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)random.Next(2),
            Retain = random.Next(2) == 0,
        };
        packet.Dup = packet.QualityOfServiceLevel > 0 && random.Next(2) == 0;
        packet.PacketIdentifier = packet.QualityOfServiceLevel > 0 ? (ushort)random.Next(1, 65_536) : (ushort)0;
        if (version == MqttProtocolVersion.V500)
        {
            AddProperties(packet, random);
        }

        return packet;
    }

    private static void AddProperties(MqttPublishPacket packet, Random random)
    {
        packet.MessageExpiryInterval = random.Next(2) == 0 ? 0u : (uint)random.Next();
        packet.ContentType = random.Next(3) == 0 ? "application/octet-stream" : null;
        packet.ResponseTopic = random.Next(4) == 0 ? "answers" : null;
        packet.CorrelationData = random.Next(4) == 0 ? [1, 2, 3] : null;
        packet.SubscriptionIdentifiers = random.Next(2) == 0 ? [1, 268_435_455] : null;
        packet.UserProperties = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, random.Next(8)).Select(Named)];
    }

    private static MqttUserProperty Named(int number) => new($"name {number}", System.Text.Encoding.UTF8.GetBytes(new string('v', number * 10)));

    private static MqttPacketFormatterAdapter Formatter(MqttProtocolVersion version) => new(version, new MqttBufferWriter(4096, 1 << 20));
}
