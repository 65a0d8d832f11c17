namespace NanoEvents.Kafka;

/// <summary>The chunks that were read and are not handled yet: bounded, and advanced in order, in whatever order they are acknowledged.</summary>
internal sealed class InHand : IDisposable
{
    private const int MaxChunks = 16;
    private readonly Lock _lock = new();
    private readonly Queue<Chunk> _chunks = new();
    private readonly SemaphoreSlim _room = new(MaxChunks, MaxChunks);

    /// <summary>Waits for a place. False if there is none yet.</summary>
    public bool TryEnter(TimeSpan patience, CancellationToken cancellationToken) => _room.Wait(patience, cancellationToken);

    /// <summary>A place that was entered gets its chunk.</summary>
    public void Add(Chunk chunk)
    {
        using (_lock.EnterScope())
        {
            _chunks.Enqueue(chunk);
        }
    }

    public void Done(Chunk chunk)
    {
        using (_lock.EnterScope())
        {
            chunk.IsDone = true;
            while (_chunks.TryPeek(out Chunk? first) && first.IsDone)
            {
                _chunks.Dequeue().Advance();
                _room.Release();
            }
        }
    }

    public void Dispose() => _room.Dispose();
}
