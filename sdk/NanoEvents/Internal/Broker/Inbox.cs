using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace NanoEvents;

/// <summary>
/// The messages that wait for the reader. Any thread puts them in, and one reader takes them out. Putting one in does not wake the reader: the thread that reads
/// the wire puts in all that has come, begins to read again, and becomes the reader's thread then, because it has nothing else to do. So a message passes
/// through no other thread on its way to a loop that waits for it.
/// </summary>
/// <param name="inFlight">The messages that have come and are not handled yet. It bounds how many wait here.</param>
/// <param name="time">The reading's clock, which is monotonic.</param>
internal sealed class Inbox(InFlight inFlight, TimeProvider time)
{
    private readonly ConcurrentQueue<Message> _messages = new();
    private TaskCompletionSource? _waiting;
    private volatile Exception? _end;

    private bool HasNews => !_messages.IsEmpty || _end is not null;

    /// <summary>Puts a message in, with the time of now. Wake the reader afterwards.</summary>
    public void Put(in Message message)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool mayHaveWaited = message.Delivery is { } delivery && inFlight.Came(delivery, now);
        _messages.Enqueue(message with { Steady = now, MayHaveWaited = mayHaveWaited });
    }

    /// <summary>Tells the reader that all messages up to now have come, and wakes it.</summary>
    public void Tick() => Tick(time.GetUtcNow());

    /// <summary>Tells the reader that all messages up to a time of its clock have come, and wakes it.</summary>
    public void Tick(DateTimeOffset at)
    {
        _messages.Enqueue(Message.Tick(at));
        WakeReader();
    }

    /// <summary>Takes a message out, if there is one.</summary>
    public bool TryTake([MaybeNullWhen(false)] out Message message) => _messages.TryDequeue(out message);

    /// <summary>Waits until there is a message, or until none comes any more.</summary>
    public Task WaitAsync()
    {
        // Its continuation, the reader, runs where it is woken.
        TaskCompletionSource waiting = new();
        Interlocked.Exchange(ref _waiting, waiting);

        // Whoever put a message in may have looked for a waiting reader before.
        WakeReaderHere();
        return waiting.Task;
    }

    /// <summary>Lets a reader that waits for a message go on, on another thread, if there is one.</summary>
    public void WakeReader()
    {
        if (HasNews && Interlocked.Exchange(ref _waiting, null) is { } reader)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static waiting => waiting.TrySetResult(), reader, preferLocal: false);
        }
    }

    /// <summary>The same on this thread, until the reader waits again; that may be long.</summary>
    public void WakeReaderHere()
    {
        if (HasNews)
        {
            Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End(Exception why)
    {
        _end = why;
        WakeReader();
    }

    /// <summary>Throws what has ended the inbox, if something has.</summary>
    public void ThrowIfEnded()
    {
        if (_end is { } why)
        {
            ExceptionDispatchInfo.Throw(why);
        }
    }
}
