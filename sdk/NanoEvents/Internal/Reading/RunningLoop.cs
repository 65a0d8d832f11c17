namespace NanoEvents;

/// <summary>A loop over events or states, and whether it is in your code or in ours.</summary>
internal sealed class RunningLoop(EventReading reading)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isInBody;

    public EventReading Reading => reading;

    /// <summary>The loop's body gets an item, unless the loop must end. Only the loop's own thread calls it.</summary>
    public void EnterBody(CancellationToken stop)
    {
        // It is still in there: it has waited for nothing since the item before.
        if (_isInBody)
        {
            stop.ThrowIfCancellationRequested();
            return;
        }

        lock (_lock)
        {
            stop.ThrowIfCancellationRequested();
            _isInBody = true;
        }
    }

    /// <summary>The loop is about to wait.</summary>
    public void LeaveBody() => Volatile.Write(ref _isInBody, false);

    public void SetOver() => _over.TrySetResult();

    /// <summary>
    /// Waits until a cancelled loop is over. It does not wait for a loop's body, which may be the caller. After a cancellation no body gets an item.
    /// </summary>
    public Task UntilOverAsync()
    {
        lock (_lock)
        {
            return _isInBody ? Task.CompletedTask : _over.Task;
        }
    }
}
