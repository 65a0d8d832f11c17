namespace NanoEvents;

/// <summary>
/// Knows since when the broker cannot have held back any message. A broker holds messages back only while many are unacknowledged, while the client
/// does not read, or while it is not connected.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="few">
/// Below this number of unacknowledged messages, the broker holds none back: brokers allow 10 and more, or the Receive Maximum.
/// </param>
internal sealed class Backlog(TimeProvider time, int few = Backlog.UsualFew)
{
    private const int UsualFew = 8;

    private readonly Lock _lock = new();
    private DateTimeOffset _since;
    private DateTimeOffset _flowsSince;
    private DateTimeOffset? _closed;
    private DateTimeOffset? _opened;
    private bool _isConnected;
    private bool _isPaused;
    private int _open;

    /// <summary>The backlog of a reader with this Receive Maximum.</summary>
    public static Backlog Of(int receiveMaximum, TimeProvider time) => new(time, Math.Min(receiveMaximum, UsualFew));

    public DateTimeOffset CaughtUpSince
    {
        get
        {
            lock (_lock)
            {
                return _isConnected && !_isPaused && _open < few ? _since : DateTimeOffset.MaxValue;
            }
        }
    }

    /// <summary>Since when messages have been able to come; <see cref="DateTimeOffset.MaxValue"/> while none can.</summary>
    public DateTimeOffset FlowsSince
    {
        get
        {
            lock (_lock)
            {
                return _isConnected && !_isPaused ? _flowsSince : DateTimeOffset.MaxValue;
            }
        }
    }

    /// <summary>When the last connection ended, and when the present one opened; null if there was or is none.</summary>
    public (DateTimeOffset? Closed, DateTimeOffset? Opened) Reconnected
    {
        get
        {
            lock (_lock)
            {
                return (_closed, _isConnected ? _opened : null);
            }
        }
    }

    public void Connected()
    {
        lock (_lock)
        {
            _opened = time.GetUtcNow();
            Set(ref _isConnected, true);
        }
    }

    public void Disconnected()
    {
        lock (_lock)
        {
            _closed = time.GetUtcNow();
            Set(ref _isConnected, false);
        }
    }

    /// <summary>Reading has stopped for now.</summary>
    public void Paused() => Set(ref _isPaused, true);

    public void Resumed() => Set(ref _isPaused, false);

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
            if (_open-- == few)
            {
                _since = time.GetUtcNow();
            }
        }
    }

    private void Set(ref bool flag, bool value)
    {
        lock (_lock)
        {
            flag = value;
            _since = time.GetUtcNow();
            _flowsSince = _since;
        }
    }
}
