namespace NanoEvents;

/// <summary>
/// The messages of one reading that have come and are not handled yet, whatever connection they came by. It bounds them, takes their acknowledgements in
/// the order in which they are given, and knows since when the broker cannot have held back any message.
/// </summary>
/// <remarks>
/// <para>If a connection brings too many, the client stops reading it, so that the messages for a slow reader wait at the broker and not in this process.
/// MQTT 5 has Receive Maximum for this, but not every broker respects it, MQTT 3.1.1 does not have it, and it does not count QoS 0.</para>
/// <para>A broker holds messages back only while many are unacknowledged, while the client does not read, or while it is not connected.</para>
/// <para>Any thread may use it: messages come on the thread that reads the wire, and are acknowledged wherever they are handled, out of turn as well.</para>
/// </remarks>
/// <param name="receiveMaximum">How many unacknowledged messages the broker may send. At twice as many of one connection, it is not read until fewer than this number are left, or the reader waits.</param>
/// <param name="time">The clock.</param>
internal sealed class InFlight(int receiveMaximum, TimeProvider time)
{
    /// <summary>The limit while the subscriptions are not answered: at most about 30 MB of the largest batches.</summary>
    public const int CapacityWhileOpening = 16 * 1024;

    // A message that the broker has held back follows an acknowledgement within this time.
    private static readonly TimeSpan _nextIsSent = TimeSpan.FromSeconds(1);

    // Below this number of unacknowledged messages, the broker holds none back: brokers allow 10 and more, or the Receive Maximum.
    private readonly int _few = Math.Min(receiveMaximum, 8);

    private readonly int _capacity = receiveMaximum * 2;
    private readonly Lock _lock = new();
    private DateTimeOffset _caughtUpSince;
    private DateTimeOffset _flowsSince;
    private DateTimeOffset? _closed;
    private DateTimeOffset? _opened;
    private bool _isConnected;
    private bool _isPaused;
    private volatile bool _readerWaits;
    private int _unacknowledged;
    private Intake? _intake;

    /// <summary>Since when the broker cannot have held back any message; <see cref="DateTimeOffset.MaxValue"/> while it may.</summary>
    public DateTimeOffset CaughtUpSince
    {
        get
        {
            lock (_lock)
            {
                return _isConnected && !_isPaused && _unacknowledged < _few ? _caughtUpSince : DateTimeOffset.MaxValue;
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

    /// <summary>Whether the last connection is not read now.</summary>
    public bool IsFull => _intake is { IsFull: true };

    /// <summary>The largest number of messages that the last connection has had in flight since it was opened.</summary>
    public int Most => _intake?.Most ?? 0;

    /// <summary>The reader waits: it has handled all messages that have come. Or it does no longer.</summary>
    public void SetReaderWaits(bool waits)
    {
        if (waits != _readerWaits)
        {
            _readerWaits = waits;
            if (waits && _intake is { } intake)
            {
                intake.LookAgain();
                intake.ReaderBeginsToWait?.Invoke();
            }
        }
    }

    /// <summary>A connection begins.</summary>
    public Intake Begin() => _intake = new Intake(this);

    /// <summary>The connection is open: its subscriptions are made.</summary>
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

    /// <summary>A message waits for the reader.</summary>
    /// <param name="delivery">The message.</param>
    /// <param name="now">The time, by the clock that this was given.</param>
    /// <returns>Whether the broker may have held it back until now.</returns>
    public bool Came(Delivery delivery, DateTimeOffset now)
    {
        lock (_lock)
        {
            bool isHeldBack = !_isConnected || _isPaused || (delivery.IsAwaited && _unacknowledged >= _few);
            DateTimeOffset since = delivery.IsAwaited ? _caughtUpSince : _flowsSince;
            _unacknowledged += delivery.IsAwaited ? 1 : 0;
            return isHeldBack || now - since < _nextIsSent;
        }
    }

    private void Done(Delivery delivery)
    {
        if (delivery.IsAwaited && _unacknowledged-- == _few)
        {
            _caughtUpSince = time.GetUtcNow();
        }
    }

    private void Set(ref bool flag, bool value)
    {
        flag = value;
        _caughtUpSince = time.GetUtcNow();
        _flowsSince = _caughtUpSince;
    }

    /// <summary>
    /// What one connection has in flight. While it is being opened the limit is wider: the answer to a subscription comes in the same stream as the messages of
    /// a session.
    /// </summary>
    internal sealed class Intake
    {
        private readonly InFlight _all;
        private TaskCompletionSource _changed = NewChange();
        private int _capacity = CapacityWhileOpening;
        private int _inside;
        private volatile bool _isFull;

        internal Intake(InFlight all) => _all = all;

        /// <summary>The largest number of messages since the connection was opened.</summary>
        public int Most { get; private set; }

        /// <summary>Called when the reader begins to wait for a message.</summary>
        public Action? ReaderBeginsToWait { get; set; }

        /// <summary>Whether the reader waits for a message.</summary>
        public bool ReaderWaits => _all._readerWaits;

        /// <summary>Whether the connection is not to be read.</summary>
        public bool IsFull => _isFull;

        /// <summary>Ends when there is room, or when somebody wakes the reading thread. Take it before you look.</summary>
        public Task Changed => Volatile.Read(ref _changed).Task;

        public void Opened()
        {
            lock (_all._lock)
            {
                _capacity = _all._capacity;
                Most = _inside;
                Look();
            }
        }

        /// <summary>A message has been read.</summary>
        /// <param name="acknowledge">Tells the broker that it has been handled; null if the broker does not wait for that.</param>
        /// <param name="identifier">What <paramref name="acknowledge"/> gets.</param>
        public Delivery Take(Func<int, Task>? acknowledge, int identifier = 0)
        {
            lock (_all._lock)
            {
                _inside++;
                Most = Math.Max(Most, _inside);
                Look();
            }

            return new Delivery(this, acknowledge, identifier);
        }

        /// <summary>The connection is closed: its remaining messages no longer stop the reading.</summary>
        public void End()
        {
            lock (_all._lock)
            {
                _capacity = int.MaxValue;
                Look();
            }
        }

        /// <summary>The reader has begun to wait.</summary>
        public void LookAgain()
        {
            if (_isFull)
            {
                lock (_all._lock)
                {
                    Look();
                }
            }
        }

        /// <summary>Wakes the waiting thread, to check again.</summary>
        public void Wake() => Interlocked.Exchange(ref _changed, NewChange()).TrySetResult();

        /// <summary>A message has been handled.</summary>
        internal void Done(Delivery delivery)
        {
            lock (_all._lock)
            {
                _inside--;
                Look();
                _all.Done(delivery);
            }
        }

        private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Look()
        {
            // Each change costs more than a message, so a pause lasts until half of the room is free. A reader that waits gets more at once.
            bool isFull = _inside >= (_isFull && !_all._readerWaits ? _capacity / 2 : _capacity);
            if (isFull == _isFull)
            {
                return;
            }

            _isFull = isFull;
            _all.Set(ref _all._isPaused, isFull);
            if (!isFull)
            {
                Wake();
            }
        }
    }
}
