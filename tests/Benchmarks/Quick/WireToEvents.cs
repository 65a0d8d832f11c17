using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace NanoEvents.Benchmarks.Quick;

/// <summary>
/// The SDK's whole way from the bytes that a broker sends to events and acknowledgements, on one thread and without a network: a connection that has all messages
/// in its buffers, and a reader that takes each event.
/// </summary>
internal sealed class WireToEvents : IMqttChannel
{
    private const byte PublishQuality1 = 0x32;

    private readonly byte[] _sent;
    private int _at;

    public WireToEvents(byte[][] payloads)
    {
        using MemoryStream sent = new();
        for (int i = 0; i < payloads.Length; i++)
        {
            Write(sent, i + 1, payloads[i]);
        }

        _sent = sent.ToArray();
    }

    public X509Certificate2 ClientCertificate => null!;

    public EndPoint RemoteEndPoint => null!;

    public EndPoint LocalEndPoint => null!;

    public bool IsSecureConnection => false;

    /// <summary>Reads all messages with a new reader.</summary>
    /// <returns>How many events came.</returns>
    public int Run()
    {
        _at = 0;
        EventReading reading = new(
            new EventClientOptions().ForEvents(EventFilter.All), new ClientCounts(), new TimelineCounts(), new Notices(null), null, CancellationToken.None);
        Receive(reading);
        int events = 0;
        while (reading.IsDue || reading.TryReceive())
        {
            while (reading.TryTake(out _))
            {
                events++;
            }

            reading.AcknowledgeAsync().AsTask().Wait();
        }

        reading.DisposeAsync().AsTask().Wait();
        return events;
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int some = Math.Min(count, _sent.Length - _at);
        _sent.AsSpan(_at, some).CopyTo(buffer.AsSpan(offset));
        _at += some;
        return Task.FromResult(some);
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private void Receive(EventReading reading)
    {
        InFlight.Intake intake = reading.InFlight.Begin();
        reading.InFlight.Connected();
        ConnectionSettings settings = new EventClientOptions().ForEvents(EventFilter.All).Connection;
        Arrivals arrivals = new(settings, reading.Inbox, intake, _ => { });
        arrivals.PassEarlyOn();
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1").WithProtocolVersion(MqttProtocolVersion.V500).Build();
        BufferedChannel buffer = new(this, intake, settings.ReceiveMaximum, TimeProvider.System);
        MqttPacketFormatterAdapter formatter = new(MqttProtocolVersion.V500, new MqttBufferWriter(4096, 65535));
        using PacedAdapter adapter = new(new MqttChannelAdapter(buffer, formatter, MqttNetNullLogger.Instance), buffer, options, reading.Inbox, intake, arrivals.Take);
        try
        {
            while (adapter.ReceivePacketAsync(CancellationToken.None).GetAwaiter().GetResult() is { } other)
            {
                throw new InvalidOperationException($"Nothing but messages was sent, and {other} came.");
            }
        }
        catch (MQTTnet.Exceptions.MqttCommunicationException)
        {
            // The end.
        }
    }

    private static void Write(MemoryStream into, int identifier, byte[] payload)
    {
        byte[] topic = Encoding.UTF8.GetBytes("nanoevents/room/events");
        byte[] head = new byte[sizeof(ushort) + topic.Length + sizeof(ushort) + 1];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)topic.Length);
        topic.CopyTo(head, sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(sizeof(ushort) + topic.Length), (ushort)identifier);
        int length = head.Length + payload.Length;
        into.WriteByte(PublishQuality1);
        into.WriteByte((byte)(length >= 0x80 ? (length & 0x7F) | 0x80 : length));
        if (length >= 0x80)
        {
            into.WriteByte((byte)(length >> 7));
        }

        into.Write(head);
        into.Write(payload);
    }
}
