using System.Buffers.Binary;
using MQTTnet.Adapter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>The topic aliases of a client with MQTT 5, for one connection.</summary>
internal sealed class TopicAliases(int most)
{
    private const int AliasId = 0x23;

    private readonly Dictionary<ushort, string> _topics = [];

    /// <summary>Gives a publish its topic.</summary>
    /// <exception cref="RefusedPacketException">It has no topic, or an unknown alias.</exception>
    public void Resolve(MqttPublishPacket publish, ReceivedMqttPacket received)
    {
        ushort alias = publish.TopicAlias;
        publish.TopicAlias = 0;
        if (alias > most || (alias == 0 && HasAlias(received, publish.QualityOfServiceLevel)))
        {
            throw new RefusedPacketException(MqttDisconnectReasonCode.TopicAliasInvalid, $"topic alias {alias}, and 1 to {most} are good");
        }

        if (publish.Topic.Length == 0)
        {
            publish.Topic = _topics.TryGetValue(alias, out string? topic) ? topic
                : alias == 0 ? throw new RefusedPacketException(MqttDisconnectReasonCode.ProtocolError, "a message without a topic")
                : throw new RefusedPacketException(MqttDisconnectReasonCode.TopicAliasInvalid, $"topic alias {alias}, which stands for nothing yet");
        }
        else if (alias != 0)
        {
            _topics[alias] = publish.Topic;
        }
    }

    // The decoder turns the invalid alias 0 into a publish without an alias, so this checks the bytes. They have been decoded: they are well-formed.
    private static bool HasAlias(ReceivedMqttPacket received, MqttQualityOfServiceLevel quality)
    {
        ReadOnlySpan<byte> body = received.Body;
        body = body[(Length(body) + (quality == MqttQualityOfServiceLevel.AtMostOnce ? 0 : 2))..];
        int properties = Number(ref body);
        for (body = body[..properties]; body.Length > 0;)
        {
            int id = Number(ref body);
            if (id == AliasId)
            {
                return true;
            }

            body = body[SizeOf(id, body)..];
        }

        return false;
    }

    // The length of a property of a publish after its number.
    private static int SizeOf(int id, ReadOnlySpan<byte> value) => id switch
    {
        0x01 => 1,
        0x02 => 4,
        0x26 => Length(value) + Length(value[Length(value)..]),
        0x0B => value.IndexOfAnyInRange<byte>(0, 0x7F) + 1,
        _ => Length(value),
    };

    private static int Length(ReadOnlySpan<byte> text) => 2 + BinaryPrimitives.ReadUInt16BigEndian(text);

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        int value = 0;
        int count = bytes.IndexOfAnyInRange<byte>(0, 0x7F) + 1;
        for (int i = 0; i < count; i++)
        {
            value |= (bytes[i] & 0x7F) << (7 * i);
        }

        bytes = bytes[count..];
        return value;
    }
}
