namespace NanoEvents;

/// <summary>
/// What <c>await foreach</c> goes over: an iterator, and between its steps what the reading gives without waiting. A step of an iterator costs more than all
/// else that an event needs.
/// </summary>
/// <typeparam name="T">What it gives.</typeparam>
internal sealed class QuickLoop<T> : IAsyncEnumerator<T>
{
    private readonly IAsyncEnumerator<T> _steps;
    private IReading<T>? _reading;
    private CancellationToken _stop;
    private T? _quick;
    private bool _isQuick;

    private QuickLoop(Func<QuickLoop<T>, IAsyncEnumerator<T>> open) => _steps = open(this);

    /// <inheritdoc/>
    public T Current => _isQuick ? _quick! : _steps.Current;

    /// <summary>A sequence, from what opens its iterator. The iterator says when the loop <see cref="Begins"/> and <see cref="Ends"/>.</summary>
    public static IAsyncEnumerable<T> Over(Func<QuickLoop<T>, CancellationToken, IAsyncEnumerator<T>> open) => new Sequence(open);

    /// <summary>From the iterator's next step on, what the reading has is taken from it, unless the token says that the loop must end.</summary>
    public void Begins(IReading<T> reading, CancellationToken stop)
    {
        _reading = reading;
        _stop = stop;
    }

    /// <summary>The reading has nothing more to give.</summary>
    public void Ends() => _reading = null;

    /// <inheritdoc/>
    public ValueTask<bool> MoveNextAsync()
    {
        _isQuick = _reading is { } reading && !_stop.IsCancellationRequested && reading.TryTake(out _quick);
        return _isQuick ? new ValueTask<bool>(true) : _steps.MoveNextAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _steps.DisposeAsync();

    private sealed class Sequence(Func<QuickLoop<T>, CancellationToken, IAsyncEnumerator<T>> open) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            new QuickLoop<T>(loop => open(loop, cancellationToken));
    }
}
