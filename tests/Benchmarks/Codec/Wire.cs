using System.Text;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>
/// Bytes on the wire of a QoS 1 message under MQTT 3.1.1 over TCP and IPv4: PUBLISH and PUBACK, each with 40 bytes of TCP/IP headers a segment of at most
/// 1,460 bytes. Without options, Ethernet, TLS, and TCP's own acknowledgements, which depend on the moment.
/// </summary>
internal static class Wire
{
    private const int Headers = 40;
    private const int Segment = 1460;
    private const int PubAck = 4;

    public static int BytesOf(string topic, int payload)
    {
        int rest = 2 + Encoding.UTF8.GetByteCount(topic) + 2 + payload;
        int lengthBytes = rest < 128 ? 1 : rest < 16_384 ? 2 : 3;
        int publish = 1 + lengthBytes + rest;
        int segments = (publish + Segment - 1) / Segment;
        return publish + (segments * Headers) + PubAck + Headers;
    }
}
