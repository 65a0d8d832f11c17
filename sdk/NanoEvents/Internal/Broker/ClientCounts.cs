namespace NanoEvents;

/// <summary>Written by the reading thread, read by any thread.</summary>
internal sealed class ClientCounts
{
    private long _messages;
    private long _batches;
    private long _payloadBytes;
    private long _otherBytes;
    private long _decodeFailures;
    private long _ignored;
    private long _sessionsLost;

    public ClientStats Snapshot() => new()
    {
        Messages = Interlocked.Read(ref _messages),
        Batches = Interlocked.Read(ref _batches),
        PayloadBytes = Interlocked.Read(ref _payloadBytes),
        OtherBytes = Interlocked.Read(ref _otherBytes),
        DecodeFailures = Interlocked.Read(ref _decodeFailures),
        Ignored = Interlocked.Read(ref _ignored),
        SessionsLost = Interlocked.Read(ref _sessionsLost),
    };

    public void SessionLost() => Interlocked.Increment(ref _sessionsLost);

    public void Message(int otherBytes)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _otherBytes, otherBytes);
    }

    public void Batch(int bytes)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _payloadBytes, bytes);
    }

    public long DecodeFailure() => Interlocked.Increment(ref _decodeFailures);

    public long Ignored() => Interlocked.Increment(ref _ignored);
}
