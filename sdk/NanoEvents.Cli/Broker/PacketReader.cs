using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace NanoEvents.Cli;

/// <summary>Cuts a stream of bytes into MQTT packets. A packet takes memory only if its length is within the limit.</summary>
internal sealed class PacketReader(Stream stream)
{
    private const int MoreFollow = 0x80;
    private const int MaxLengthBits = 28;

    private readonly byte[] _buffer = new byte[4096];
    private int _next;
    private int _end;

    /// <summary>The next packet; null if the stream has ended.</summary>
    /// <param name="maxBytes">The longest packet.</param>
    /// <exception cref="RefusedPacketException">The packet is too long; only its head has been read.</exception>
    /// <exception cref="MqttProtocolViolationException">Its length is none.</exception>
    public async Task<ReceivedMqttPacket?> ReadAsync(int maxBytes, CancellationToken cancellation)
    {
        int flags = await NextAsync(cancellation);
        int length = 0;
        int bits = 0;
        int part = MoreFollow;
        while (flags >= 0 && part >= MoreFollow)
        {
            part = bits < MaxLengthBits ? await NextAsync(cancellation) : throw new MqttProtocolViolationException("The remaining length has more than 4 bytes.");
            length |= (part & ~MoreFollow) << bits;
            bits += 7;
        }

        if (flags < 0 || part < 0)
        {
            return null;
        }

        int total = 1 + (bits / 7) + length;
        if (total > maxBytes)
        {
            throw new RefusedPacketException(MQTTnet.Protocol.MqttDisconnectReasonCode.PacketTooLarge, $"a packet of {total} bytes, and {maxBytes} are the most");
        }

        byte[] body = new byte[length];
        return await TryFillAsync(body, cancellation) ? new ReceivedMqttPacket((byte)flags, body, total) : null;
    }

    /// <summary>Reads and discards the rest, up to a limit, so that a client that has sent too much can still read the reason.</summary>
    public async Task DrainAsync(int maxBytes, CancellationToken cancellation)
    {
        int read = 1;
        for (int left = maxBytes; left > 0 && read > 0; left -= read)
        {
            read = await stream.ReadAsync(_buffer, cancellation);
        }
    }

    // A byte; -1 at the end.
    private async ValueTask<int> NextAsync(CancellationToken cancellation)
    {
        if (_next == _end)
        {
            (_next, _end) = (0, await stream.ReadAsync(_buffer, cancellation));
        }

        return _end > 0 ? _buffer[_next++] : -1;
    }

    private async ValueTask<bool> TryFillAsync(byte[] body, CancellationToken cancellation)
    {
        int there = Math.Min(body.Length, _end - _next);
        _buffer.AsSpan(_next, there).CopyTo(body);
        _next += there;
        return await stream.ReadAtLeastAsync(body.AsMemory(there), body.Length - there, throwOnEndOfStream: false, cancellation) == body.Length - there;
    }
}

/// <summary>A packet that ends its connection.</summary>
internal sealed class RefusedPacketException(MqttDisconnectReasonCode reason, string message) : Exception(message)
{
    /// <summary>The reason code for a client with MQTT 5.</summary>
    public MqttDisconnectReasonCode Reason => reason;
}
