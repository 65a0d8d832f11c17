namespace NanoEvents;

/// <summary>
/// Knows since when the broker cannot have held anything back for us. It does that only while many messages are unacknowledged, or while
/// we are not connected.
/// </summary>
internal sealed class Backlog(TimeProvider time)
{
    // Brokers allow 10 and more unacknowledged messages; below this number none waits.
    private const int Few = 8;

    private readonly Lock _lock = new();
    private DateTimeOffset _caughtUpSince = DateTimeOffset.MaxValue;
    private int _open;

    public DateTimeOffset CaughtUpSince
    {
        get
        {
            lock (_lock)
            {
                return _open < Few ? _caughtUpSince : DateTimeOffset.MaxValue;
            }
        }
    }

    public void Connected()
    {
        lock (_lock)
        {
            _caughtUpSince = time.GetUtcNow();
        }
    }

    public void Disconnected()
    {
        lock (_lock)
        {
            _caughtUpSince = DateTimeOffset.MaxValue;
        }
    }

    public void Came()
    {
        lock (_lock)
        {
            _open++;
        }
    }

    public void Done()
    {
        lock (_lock)
        {
            if (_open-- == Few && _caughtUpSince != DateTimeOffset.MaxValue)
            {
                _caughtUpSince = time.GetUtcNow();
            }
        }
    }
}
