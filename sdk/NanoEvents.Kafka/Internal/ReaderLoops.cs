namespace NanoEvents.Kafka;

/// <summary>The loop over events that runs; there is one at most.</summary>
internal sealed class ReaderLoops
{
    private readonly Lock _lock = new();
    private Loop? _running;

    public Loop Begin()
    {
        using (_lock.EnterScope())
        {
            return _running = _running is null ? new Loop(this) : throw new InvalidOperationException("This client is reading already. Use one client for each loop.");
        }
    }

    /// <summary>Waits until the loop is over. It does not wait for a loop's body, which may be the caller.</summary>
    public Task UntilOverAsync()
    {
        using (_lock.EnterScope())
        {
            return _running is { IsInBody: false } running ? running.Over : Task.CompletedTask;
        }
    }

    internal sealed class Loop(ReaderLoops loops) : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsInBody { get; private set; }

        public Task Over => _over.Task;

        /// <summary>The loop's body gets an item, unless the loop must end.</summary>
        public void EnterBody(CancellationToken stop)
        {
            using (loops._lock.EnterScope())
            {
                stop.ThrowIfCancellationRequested();
                IsInBody = true;
            }
        }

        public void LeaveBody()
        {
            using (loops._lock.EnterScope())
            {
                IsInBody = false;
            }
        }

        public void Dispose()
        {
            using (loops._lock.EnterScope())
            {
                loops._running = null;
            }

            _over.TrySetResult();
        }
    }
}
