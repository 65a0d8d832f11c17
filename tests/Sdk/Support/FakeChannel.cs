using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace NanoEvents.Tests;

/// <summary>A connection made of bytes: what comes is given in pieces, and what is written is kept, write by write.</summary>
internal sealed class FakeChannel : IMqttChannel
{
    /// <summary>What a broken connection says.</summary>
    public const string Broken = "the fake channel is broken";

    private readonly Queue<byte[]> _pieces = new();
    private readonly List<byte[]> _writes = [];

    /// <summary>What a reading throws, once, after all pieces. Then it says that the stream has ended, as a socket does.</summary>
    public Exception? Fails { get; set; }

    /// <summary>What a reading waits for after all pieces.</summary>
    public Task More { get; set; } = Task.CompletedTask;

    /// <summary>Whether writing throws.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What each write waits for.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    /// <summary>The writes so far.</summary>
    public List<byte[]> Writes
    {
        get
        {
            lock (_writes)
            {
                return [.. _writes];
            }
        }
    }

    public X509Certificate2 ClientCertificate => null!;

    public EndPoint RemoteEndPoint => null!;

    public EndPoint LocalEndPoint => null!;

    public bool IsSecureConnection => false;

    /// <summary>Cuts a stream into pieces of random lengths.</summary>
    public FakeChannel Gives(ReadOnlySpan<byte> stream, Random random)
    {
        // A reading may be under way on another thread.
        lock (_pieces)
        {
            while (!stream.IsEmpty)
            {
                int most = random.Next(4) switch { 0 => 3, 1 => 100, 2 => 5_000, _ => 100_000 };
                int length = Math.Min(1 + random.Next(most), stream.Length);
                _pieces.Enqueue(stream[..length].ToArray());
                stream = stream[length..];
            }
        }

        return this;
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        int taken = TakePiece(buffer.AsSpan(offset, count));
        if (taken == 0)
        {
            await More;
            taken = TakePiece(buffer.AsSpan(offset, count));
        }

        if (taken > 0)
        {
            return taken;
        }

        Exception? fails = Fails;
        Fails = null;
        return fails is null ? 0 : throw fails;
    }

    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        byte[] bytes = buffer.ToArray();
        await Open;
        if (IsBroken)
        {
            throw new IOException(Broken);
        }

        lock (_writes)
        {
            _writes.Add(bytes);
        }
    }

    public void Dispose() => IsBroken = true;

    private int TakePiece(Span<byte> into)
    {
        lock (_pieces)
        {
            if (!_pieces.TryDequeue(out byte[]? piece))
            {
                return 0;
            }

            int taken = Math.Min(into.Length, piece.Length);
            piece.AsSpan(0, taken).CopyTo(into);
            Rest(piece[taken..]);
            return taken;
        }
    }

    // What did not fit comes first the next time.
    private void Rest(byte[] rest)
    {
        if (rest.Length > 0)
        {
            byte[][] later = [rest, .. _pieces];
            _pieces.Clear();
            Array.ForEach(later, _pieces.Enqueue);
        }
    }
}
