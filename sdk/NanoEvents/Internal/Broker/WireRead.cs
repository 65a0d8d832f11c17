using System.Runtime.CompilerServices;

namespace NanoEvents;

/// <summary>
/// Awaits what the wire reads, and wakes the reader. If there is more already, the reader goes on elsewhere, because this thread has work to do. Otherwise the
/// reader goes on here: this thread has nothing else to do, and what comes next is taken off the wire by another one.
/// </summary>
/// <param name="reading">The reading. The caller looks at its outcome.</param>
/// <param name="inbox">Where the reader waits.</param>
internal readonly struct WireRead(Task<int> reading, Inbox inbox) : ICriticalNotifyCompletion
{
    public bool IsCompleted
    {
        get
        {
            if (!reading.IsCompleted)
            {
                return false;
            }

            inbox.WakeReader();
            return true;
        }
    }

    public WireRead GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    // First what comes next, because the reader may keep this thread for long.
    public void UnsafeOnCompleted(Action continuation)
    {
        reading.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        inbox.WakeReaderHere();
    }
}
