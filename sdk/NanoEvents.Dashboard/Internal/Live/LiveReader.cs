using System.Threading.Channels;

namespace NanoEvents.Dashboard;

/// <summary>The messages for one page, as far as they wait.</summary>
internal sealed class LiveReader(Action<LiveReader> close) : IDisposable
{
    // All that a page can have missed, and as much again.
    private readonly Channel<LiveMessage> _waiting = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(8192) { SingleReader = true });
    private int _ticks;

    public ChannelReader<LiveMessage> Messages => _waiting.Reader;

    /// <summary>Whether there was room. One tick waits at most: it says nothing twice.</summary>
    public bool TryAdd(LiveMessage message)
    {
        if (!ReferenceEquals(message, LiveMessage.Now))
        {
            return _waiting.Writer.TryWrite(message);
        }

        return Interlocked.Exchange(ref _ticks, 1) == 1 || _waiting.Writer.TryWrite(message);
    }

    /// <summary>The message is on its way.</summary>
    public void Taken(LiveMessage message)
    {
        if (ReferenceEquals(message, LiveMessage.Now))
        {
            Interlocked.Exchange(ref _ticks, 0);
        }
    }

    public void End() => _waiting.Writer.TryComplete();

    public void Dispose() => close(this);
}
