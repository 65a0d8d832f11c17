using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MQTTnet.Packets;

namespace NanoEvents;

/// <summary>
/// A message of QoS 0 or 1 as it lies in the buffer of a connection: a whole PUBLISH packet of MQTT 3.1.1 or 5 (section 3.3 of both). The MQTT client reads
/// everything else: other packets, QoS 2, and what is not as the standard says.
/// </summary>
internal readonly ref struct PublishFrame
{
    private const int Publish = 3;
    private const int RetainBit = 0x01;
    private const int MostQuality = 1;
    private const int LongestLength = 4;

    public ReadOnlySpan<byte> TopicUtf8 { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>The identifier to acknowledge it by; 0 for QoS 0.</summary>
    public ushort Identifier { get; private init; }

    public bool IsRetained { get; private init; }

    /// <summary>The length of the packet, in bytes.</summary>
    public int Length { get; private init; }

    /// <summary>A message that the MQTT client has read.</summary>
    public static PublishFrame Of(MqttPublishPacket publish) => new()
    {
        TopicUtf8 = Encoding.UTF8.GetBytes(publish.Topic),
        Payload = publish.Payload.IsSingleSegment ? publish.Payload.FirstSpan : publish.Payload.ToArray(),
        Identifier = publish.PacketIdentifier,
        IsRetained = publish.Retain,
    };

    /// <summary>Reads the packet at the beginning of a buffer.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="hasProperties">Whether it is MQTT 5.</param>
    /// <param name="frame">The message, if the result is <see cref="FrameReading.Message"/>. It reads from <paramref name="bytes"/>.</param>
    public static FrameReading Read(ReadOnlySpan<byte> bytes, bool hasProperties, out PublishFrame frame)
    {
        frame = default;
        if (bytes.IsEmpty)
        {
            return FrameReading.Partial;
        }

        int quality = (bytes[0] >> 1) & 3;
        if (bytes[0] >> 4 != Publish || quality > MostQuality)
        {
            return FrameReading.Other;
        }

        int at = 1;
        if (!TryLength(bytes, ref at, out int length))
        {
            return at > LongestLength ? FrameReading.Other : FrameReading.Partial;
        }

        if (bytes.Length - at < length)
        {
            return FrameReading.Partial;
        }

        return TryBody(bytes.Slice(at, length), quality, hasProperties, out ReadOnlySpan<byte> topic, out ushort identifier, out ReadOnlySpan<byte> payload)
            ? Found(out frame, new PublishFrame
            {
                TopicUtf8 = topic,
                Payload = payload,
                Identifier = identifier,
                IsRetained = (bytes[0] & RetainBit) != 0,
                Length = at + length,
            })
            : FrameReading.Other;
    }

    private static FrameReading Found(out PublishFrame frame, PublishFrame found)
    {
        frame = found;
        return FrameReading.Message;
    }

    private static bool TryBody(
        ReadOnlySpan<byte> body, int quality, bool hasProperties, out ReadOnlySpan<byte> topic, out ushort identifier, out ReadOnlySpan<byte> payload)
    {
        topic = default;
        payload = default;
        identifier = 0;
        int at = body.Length < sizeof(ushort) ? body.Length : sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(body);

        // Without a topic it has an alias, which this client does not allow.
        if (at <= sizeof(ushort) || at + (quality * sizeof(ushort)) > body.Length)
        {
            return false;
        }

        topic = body[sizeof(ushort)..at];
        if (quality > 0)
        {
            identifier = BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
            at += sizeof(ushort);
        }

        int properties = 0;
        if (hasProperties && (!TryLength(body, ref at, out properties) || properties > body.Length - at))
        {
            return false;
        }

        payload = body[(at + properties)..];
        return quality == 0 || identifier != 0;
    }

    // A number of one to four bytes, seven bits in each, the lowest first.
    private static bool TryLength(ReadOnlySpan<byte> bytes, ref int at, out int length)
    {
        length = 0;
        for (int shift = 0; shift < 7 * LongestLength && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            length |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What is at the beginning of a buffer.</summary>
internal enum FrameReading
{
    /// <summary>A whole message.</summary>
    Message,

    /// <summary>Nothing, or what may become a message when more has come.</summary>
    Partial,

    /// <summary>Something for the MQTT client.</summary>
    Other,
}
