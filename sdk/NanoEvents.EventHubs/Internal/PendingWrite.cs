namespace NanoEvents.EventHubs;

/// <summary>One call of a write: the events of it that the hub has not confirmed yet.</summary>
internal sealed class PendingWrite(int events)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = events;

    public Task Task => _done.Task;

    /// <summary>An event of it is confirmed.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Confirm()
    {
        bool isLast = Interlocked.Decrement(ref _open) == 0;
        if (isLast)
        {
            _done.TrySetResult();
        }

        return isLast;
    }

    public void Fail(Exception failure) => _done.TrySetException(failure);
}
