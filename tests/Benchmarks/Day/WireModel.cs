using System.Text;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Benchmarks.Day;

/// <summary>
/// What a device with TLS 1.2 and QoS 1 puts on the network, in both directions: MQTT packets, TLS records, 40 bytes of TCP/IP headers a segment, and TCP's
/// acknowledgements. Each MQTT packet travels in a record and a segment of its own, because one message is on its way at a time.
/// </summary>
/// <param name="settings">The device's topics and its keep alive.</param>
/// <param name="isVersion5">Whether it speaks MQTT 5, as the simulator does; the board speaks 3.1.1.</param>
internal sealed class WireModel(Settings settings, bool isVersion5)
{
    private const int Headers = 40;

    // SYN and its answer have an option for the size of segments.
    private const int TcpOpening = Headers + 4 + Headers + 4 + Headers;

    // A full handshake with one self-signed certificate of P-256, both directions, with headers. A capture has shown it: it depends on the certificates.
    private const int TlsHandshake = 1100;

    // Header, explicit nonce and tag of AES-GCM.
    private const int Record = 5 + 8 + 16;
    private const int PubAck = 4;
    private const int Ping = 2;
    private const int ConnAck = 4;

    private readonly string[] _topics = Topic.All(settings);

    /// <summary>The bytes that open TCP and TLS.</summary>
    public const int Opening = TcpOpening + TlsHandshake;

    /// <summary>What a message and its answers take.</summary>
    public DayBytes Of(SentMessage message) => Publish(Encoding.UTF8.GetByteCount(_topics[message.Topic]), message.Payload);

    /// <summary>The status: announced with each connection.</summary>
    public DayBytes Status(int payload) => Publish(Encoding.UTF8.GetByteCount(Topic.Name(settings, TopicFormat.Status)), payload);

    /// <summary>A ping, where nothing else was sent for the keep alive.</summary>
    public static DayBytes OfPing => new(1, 0, Segment(Ping), Segment(Ping) + Headers);

    /// <summary>TCP, TLS, CONNECT and its answer. The device's acknowledgement travels with the status.</summary>
    public DayBytes Connect()
    {
        const int VariableHeader = 10;
        int payload = 2 + settings.DeviceId.Length + 2 + Encoding.UTF8.GetByteCount(Topic.Name(settings, TopicFormat.Status)) + 2 + "offline".Length;
        return new DayBytes(1, 0, TcpOpening + TlsHandshake + Segment(2 + VariableHeader + payload), Segment(ConnAck));
    }

    /// <summary>How many pings fall into the pauses between messages.</summary>
    public int Pings(IReadOnlyList<SentMessage> sent, long untilMs)
    {
        long keepAliveMs = settings.KeepAliveSeconds * 1000L;
        long pings = 0;
        for (int i = 0; i < sent.Count; i++)
        {
            long nextMs = i + 1 < sent.Count ? sent[i + 1].AtMs : untilMs;
            pings += Math.Max(0, nextMs - 1 - sent[i].AtMs) / keepAliveMs;
        }

        return (int)pings;
    }

    private DayBytes Publish(int topic, int payload)
    {
        int rest = 2 + topic + 2 + (isVersion5 ? 1 : 0) + payload;
        int packet = 1 + (rest < 128 ? 1 : 2) + rest;
        return new DayBytes(1, payload, Segment(packet), Segment(PubAck) + Headers);
    }

    private static int Segment(int packet) => packet + Record + Headers;
}
