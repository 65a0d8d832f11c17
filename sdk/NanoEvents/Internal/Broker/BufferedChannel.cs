using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace NanoEvents;

/// <summary>
/// The connection under the MQTT client, with fewer system calls: it reads everything that has arrived at once, and sends acknowledgements together.
/// They gather while the reader has more to handle: at most three quarters of what the broker sends ahead, and not for long. Everything else is sent at once, after
/// the acknowledgements before it.
/// </summary>
/// <param name="wire">The connection.</param>
/// <param name="intake">Whether the reader has more to handle.</param>
/// <param name="receiveMaximum">How many unacknowledged messages the broker may send.</param>
/// <param name="time">The clock by which acknowledgements wait.</param>
internal sealed class BufferedChannel(IMqttChannel wire, InFlight.Intake intake, int receiveMaximum, TimeProvider time) : IMqttChannel
{
    private const byte PubAckHead = 0x40;
    private const byte PubAckLength = 2;

    // How long an acknowledgement waits for others at most.
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(10);

    private readonly byte[] _read = new byte[64 * 1024];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1);

    // Filled under the lock. The sending thread swaps the buffers and sends the other one.
    private ArrayBufferWriter<byte> _gathered = new();
    private ArrayBufferWriter<byte> _sending = new();
    private ITimer? _timer;

    // What the wire has said instead of more bytes, until the client reads that far: a wire may say it once only.
    private Task<int>? _end;
    private int _readAt;
    private int _readEnd;
    private int _gatheredCount;
    private bool _isTimed;

    public X509Certificate2 ClientCertificate => wire.ClientCertificate;

    public EndPoint RemoteEndPoint => wire.RemoteEndPoint;

    public EndPoint LocalEndPoint => wire.LocalEndPoint;

    public bool IsSecureConnection => wire.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => wire.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => wire.DisconnectAsync(cancellationToken);

    public void Dispose()
    {
        _timer?.Dispose();
        wire.Dispose();
    }

    /// <summary>What has come and has not been read yet. Valid until the next reading.</summary>
    public ReadOnlySpan<byte> Buffered => _read.AsSpan(_readAt, _readEnd - _readAt);

    /// <summary>Goes on behind what has been taken from <see cref="Buffered"/>.</summary>
    public void Skip(int count) => _readAt += count;

    /// <summary>Begins to wait for more bytes. Null if there is no room for any.</summary>
    public Task<int>? BeginReadMore(CancellationToken cancellationToken)
    {
        Buffered.CopyTo(_read);
        _readEnd -= _readAt;
        _readAt = 0;
        return _readEnd == _read.Length ? null : wire.ReadAsync(_read, _readEnd, _read.Length - _readEnd, cancellationToken);
    }

    /// <summary>Takes what the wire has read. False if nothing comes any more: the MQTT client's own reading finds out why.</summary>
    public bool EndReadMore(Task<int> reading)
    {
        int count = reading.IsCompletedSuccessfully ? reading.Result : 0;
        _readEnd += count;
        _end = count == 0 && !reading.IsCanceled ? reading : null;
        return count > 0;
    }

    /// <summary>Acknowledges a message of QoS 1, together with others.</summary>
    public void Acknowledge(ushort identifier)
    {
        lock (_lock)
        {
            Span<byte> room = _gathered.GetSpan(sizeof(uint));
            room[0] = PubAckHead;
            room[1] = PubAckLength;
            BinaryPrimitives.WriteUInt16BigEndian(room[2..], identifier);
            _gathered.Advance(sizeof(uint));
            if (++_gatheredCount < receiveMaximum * 3 / 4 && !intake.ReaderWaits)
            {
                FlushLater();
                return;
            }
        }

        Flush();
    }

    /// <summary>Sends the acknowledgements that have gathered.</summary>
    public void Flush() => _ = FlushAcknowledgementsAsync();

    public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _readAt < _readEnd ? Task.FromResult(TakeRead(buffer.AsSpan(offset, count)))
        : Interlocked.Exchange(ref _end, null) ?? ReadAheadAsync(buffer.AsMemory(offset, count), cancellationToken);

    // The client sends one packet after the other. Only publishing would split one in two, and this client does not publish.
    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (ReadOnlyMemory<byte> part in buffer)
            {
                _gathered.Write(part.Span);
            }
        }

        return FlushAsync(cancellationToken);
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

    // The reader may be busy with its next message for long. Called under the lock.
    private void FlushLater()
    {
        if (!_isTimed)
        {
            _isTimed = true;
            _timer ??= time.CreateTimer(static channel => ((BufferedChannel)channel!).FlushTimed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(_longest, Timeout.InfiniteTimeSpan);
        }
    }

    private void FlushTimed()
    {
        lock (_lock)
        {
            _isTimed = false;
        }

        Flush();
    }

    private async Task FlushAcknowledgementsAsync()
    {
        try
        {
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
                _gatheredCount = 0;
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
