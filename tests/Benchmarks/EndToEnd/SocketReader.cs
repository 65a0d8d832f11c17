using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>
/// The limit: a bare socket that finds where each packet ends, and acknowledges what came in one read with one write. It looks at no topic and no payload,
/// and knows nothing but what Mosquitto sends here.
/// </summary>
internal sealed class SocketReader : IReader
{
    private const byte Publish = 0x30;
    private const byte ConnAck = 0x20;
    private const int AckBytes = 4;

    private readonly byte[] _in = new byte[256 * 1024];
    private readonly byte[] _acks = new byte[256 * 1024];

    public string Name => "a bare socket, which frames and acknowledges";

    public Task SubscribeAsync(Mosquitto broker, string session) => new BareReader().SubscribeAsync(broker, session);

    public async Task<Drain> DrainAsync(Mosquitto broker, string session, int messages)
    {
        DrainMeter meter = new(broker, messages);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, broker.Port));
        await socket.SendAsync(Connect(session));
        await Task.Run(() => Take(socket, meter));
        await socket.SendAsync(new byte[] { 0xE0, 0 });
        return await meter.Done;
    }

    private void Take(Socket socket, DrainMeter meter)
    {
        int held = 0;
        bool isMore = true;
        while (isMore)
        {
            int read = socket.Receive(_in, held, _in.Length - held, SocketFlags.None);
            if (read == 0)
            {
                throw new InvalidOperationException("The broker has closed the connection.");
            }

            held += read;
            int at = 0;
            int acks = 0;
            while (isMore && TryFrame(_in.AsSpan(at, held - at), out int length, out int body))
            {
                if ((_in[at] & 0xF0) == Publish)
                {
                    int topic = BinaryPrimitives.ReadUInt16BigEndian(_in.AsSpan(at + body));
                    Acknowledge(_in.AsSpan(at + body + 2 + topic, 2), acks);
                    acks += AckBytes;
                    isMore = meter.Handled();
                }
                else if (_in[at] == ConnAck && _in[at + body + 1] != 0)
                {
                    throw new InvalidOperationException($"The broker refuses: {_in[at + body + 1]}");
                }

                at += length;
            }

            if (acks > 0)
            {
                socket.Send(_acks, 0, acks, SocketFlags.None);
            }

            held -= at;
            Buffer.BlockCopy(_in, at, _in, 0, held);
        }
    }

    private void Acknowledge(ReadOnlySpan<byte> id, int at)
    {
        _acks[at] = 0x40;
        _acks[at + 1] = 2;
        id.CopyTo(_acks.AsSpan(at + 2));
    }

    // The length of the first packet, and where its body begins; false if it is not whole.
    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int length, out int body)
    {
        length = 0;
        for (body = 1; body < Math.Min(bytes.Length, 5); body++)
        {
            length |= (bytes[body] & 0x7F) << (7 * (body - 1));
            if (bytes[body] < 0x80)
            {
                body++;
                length += body;
                return length <= bytes.Length;
            }
        }

        return false;
    }

    // MQTT 5, the session that is there, and as many messages on their way as the SDK takes.
    private static byte[] Connect(string session)
    {
        int most = new EventClientOptions().ReceiveMaximum;
        byte[] id = Encoding.UTF8.GetBytes(session);
        byte[] properties = [0x11, 0, 0, 2, 0x58, 0x21, (byte)(most >> 8), (byte)most];
        byte[] body = [0, 4, .. "MQTT"u8, 5, 0, 0, 60, (byte)properties.Length, .. properties, (byte)(id.Length >> 8), (byte)id.Length, .. id];
        return [0x10, (byte)body.Length, .. body];
    }
}
