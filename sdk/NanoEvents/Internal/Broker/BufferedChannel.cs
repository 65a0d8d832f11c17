using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace NanoEvents;

/// <summary>
/// The connection under the MQTT client, with fewer system calls: it reads everything that has arrived at once, and sends acknowledgements together
/// that gather while others are being sent. Everything else is sent at once, after the acknowledgements before it.
/// </summary>
internal sealed class BufferedChannel(IMqttChannel wire) : IMqttChannel
{
    private const byte PubAckHead = 0x40;

    private readonly byte[] _read = new byte[8 * 1024];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1);

    // Filled under the lock. The sending thread swaps the buffers and sends the other one.
    private ArrayBufferWriter<byte> _gathered = new();
    private ArrayBufferWriter<byte> _sending = new();
    private int _readAt;
    private int _readEnd;
    private int _isFlushDue;

    public X509Certificate2 ClientCertificate => wire.ClientCertificate;

    public EndPoint RemoteEndPoint => wire.RemoteEndPoint;

    public EndPoint LocalEndPoint => wire.LocalEndPoint;

    public bool IsSecureConnection => wire.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => wire.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => wire.DisconnectAsync(cancellationToken);

    public void Dispose() => wire.Dispose();

    public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _readAt < _readEnd ? Task.FromResult(TakeRead(buffer.AsSpan(offset, count))) : ReadAheadAsync(buffer.AsMemory(offset, count), cancellationToken);

    // The client sends one packet after the other. Only publishing would split one in two, and this client does not publish.
    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        bool isAcknowledgement = isEndOfPacket && buffer.FirstSpan is [PubAckHead, ..];
        lock (_lock)
        {
            foreach (ReadOnlyMemory<byte> part in buffer)
            {
                _gathered.Write(part.Span);
            }
        }

        if (!isAcknowledgement)
        {
            return FlushAsync(cancellationToken);
        }

        if (Interlocked.Exchange(ref _isFlushDue, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static channel => _ = channel.FlushAcknowledgementsAsync(), this, preferLocal: false);
        }

        return Task.CompletedTask;
    }

    private async Task<int> ReadAheadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        _readAt = 0;
        _readEnd = 0;
        _readEnd = await wire.ReadAsync(_read, 0, _read.Length, cancellationToken).ConfigureAwait(false);
        return TakeRead(into.Span);
    }

    private int TakeRead(Span<byte> into)
    {
        int count = Math.Min(into.Length, _readEnd - _readAt);
        _read.AsSpan(_readAt, count).CopyTo(into);
        _readAt += count;
        return count;
    }

    private async Task FlushAcknowledgementsAsync()
    {
        try
        {
            Volatile.Write(ref _isFlushDue, 0);
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is closed, and the reading will notice that. The next connection delivers the unacknowledged messages again.
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_lock)
            {
                (_gathered, _sending) = (_sending, _gathered);
            }

            if (_sending.WrittenCount > 0)
            {
                await wire.WriteAsync(new ReadOnlySequence<byte>(_sending.WrittenMemory), true, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _sending.ResetWrittenCount();
            _turn.Release();
        }
    }
}
