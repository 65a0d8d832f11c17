using System.Diagnostics;
using NanoEvents.Firmware;

namespace NanoEvents.Simulator.Faults;

/// <summary>A link with faults: it cuts, hangs, and loses or delays acknowledgements. Its time is the script's, and somebody moves it.</summary>
public sealed class FaultyLink : ILink, ILinkListener, IDisposable
{
    // As long as the link itself waits for an acknowledgement.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly ILink _link;
    private readonly Lock _lock = new();
    private readonly List<Held> _held = [];
    private volatile ILinkListener? _listener;
    private long _nowMs;
    private long _downUntilMs;
    private long _hangsUntilMs;
    private long _ackDelayMs;
    private bool _isCutNext;
    private bool _isAckLostNext;
    private bool _isClosing;
    private bool _isBrokerGone;
    private int _eventsToken;

    /// <summary>A link without a fault yet.</summary>
    /// <param name="link">The link that works.</param>
    /// <param name="before">The link of the boot before: a network that is down stays down while a device restarts.</param>
    public FaultyLink(ILink link, FaultyLink? before = null)
    {
        _link = link;
        if (before != null)
        {
            (_downUntilMs, _hangsUntilMs, _isBrokerGone, _nowMs) = (before._downUntilMs, before._hangsUntilMs, before._isBrokerGone, before._nowMs);
        }
    }

    /// <summary>When the next held message continues, in ms of the script; long.MaxValue if none is held.</summary>
    public long NextMs
    {
        get
        {
            lock (_lock)
            {
                return _held.Count == 0 ? long.MaxValue : _held.Min(held => held.AtMs);
            }
        }
    }

    /// <summary>Whether it is open.</summary>
    public bool IsOpen => _listener != null;

    /// <summary>Whether it cannot be opened now.</summary>
    public bool IsDown
    {
        get
        {
            lock (_lock)
            {
                return _isBrokerGone || _nowMs < Math.Max(_downUntilMs, _hangsUntilMs);
            }
        }
    }

    /// <summary>Whether a message or its acknowledgement is held up, so that nothing more happens before the time is moved.</summary>
    public bool IsHolding
    {
        get
        {
            lock (_lock)
            {
                return _held.Exists(held => !held.IsGivenUp);
            }
        }
    }

    /// <summary>Whether it has been cut, or the broker has gone, and that has not been told yet.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
            {
                return _listener != null && (_isClosing || _isBrokerGone || _nowMs < _downUntilMs);
            }
        }
    }

    /// <summary>Applies a fault of a link at the present time.</summary>
    public void Apply(FaultLine fault)
    {
        lock (_lock)
        {
            switch (fault.Verb)
            {
                case FaultVerb.LinkCut:
                    _downUntilMs = _nowMs + fault.Value;
                    _isClosing = _listener != null;
                    break;
                case FaultVerb.LinkCutInBatch:
                    _isCutNext = true;
                    break;
                case FaultVerb.LinkHang:
                    _hangsUntilMs = _nowMs + fault.Value;
                    break;
                case FaultVerb.AckLose:
                    _isAckLostNext = true;
                    break;
                case FaultVerb.AckDelay:
                    _ackDelayMs = fault.Value;
                    break;
            }
        }

        if (fault.Verb == FaultVerb.LinkCut)
        {
            _link.Abort();
        }
    }

    /// <summary>The broker has gone, or is back.</summary>
    public void BrokerIs(bool gone)
    {
        lock (_lock)
        {
            _isBrokerGone = gone;
        }
    }

    /// <summary>Advances the time, and continues the messages that have waited for it.</summary>
    public void MoveTo(long nowMs)
    {
        while (TakeDue(nowMs) is { } due)
        {
            GoOn(due);
        }
    }

    /// <summary>From now on everything works.</summary>
    public void Calm()
    {
        lock (_lock)
        {
            (_downUntilMs, _hangsUntilMs, _ackDelayMs) = (0, 0, 0);
            (_isCutNext, _isAckLostNext) = (false, false);
        }

        MoveTo(long.MaxValue);
    }

    /// <inheritdoc/>
    public bool TryOpen(ILinkListener listener)
    {
        if (IsDown)
        {
            return false;
        }

        _isClosing = false;
        _listener = listener;
        if (!_link.TryOpen(this))
        {
            _listener = null;
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TrySend(int topic, byte[] buffer, int length, int token)
    {
        lock (_lock)
        {
            _eventsToken = topic == Topic.Events ? token : _eventsToken;
            if (_isCutNext && topic == Topic.Events)
            {
                (_isCutNext, _isClosing) = (false, true);
            }
            else if (_nowMs < _hangsUntilMs)
            {
                _held.Add(new Held(_hangsUntilMs, token, topic, buffer[..length]));
                return true;
            }
        }

        if (IsClosing)
        {
            // The broker does not have the message, and the device learns that from the close.
            _link.Abort();
            return true;
        }

        return _link.TrySend(topic, buffer, length, token);
    }

    /// <inheritdoc/>
    public void Abort() => _link.Abort();

    /// <inheritdoc/>
    public void OnAcknowledged(int token, bool accepted)
    {
        lock (_lock)
        {
            bool ofEvents = accepted && token == _eventsToken;
            long delayMs = ofEvents ? _ackDelayMs : 0;
            _ackDelayMs = ofEvents ? 0 : _ackDelayMs;
            long atMs = Math.Max(_hangsUntilMs, _nowMs + delayMs);
            if (ofEvents && _isAckLostNext)
            {
                // The board's client would give it up some seconds later: nothing else can happen meanwhile.
                (_isAckLostNext, accepted) = (false, false);
            }
            else if (atMs > _nowMs)
            {
                _held.Add(new Held(atMs, token, Accepted: accepted));
                return;
            }
        }

        _listener?.OnAcknowledged(token, accepted);
    }

    /// <inheritdoc/>
    public void OnClosed()
    {
        ILinkListener? listener;
        lock (_lock)
        {
            listener = _listener;
            (_listener, _isClosing) = (null, false);
            _held.Clear();
        }

        listener?.OnClosed();
    }

    /// <summary>Closes the link below.</summary>
    public void Dispose() => (_link as IDisposable)?.Dispose();

    // The due messages; or, as a copy, those that were held until the device gave them up.
    private Held? TakeDue(long nowMs)
    {
        lock (_lock)
        {
            int due = _held.FindIndex(held => held.AtMs <= nowMs);
            int old = _held.FindIndex(held => !held.IsGivenUp && Stopwatch.GetElapsedTime(held.Since) > _patience);
            if (due >= 0)
            {
                Held held = _held[due];
                _held.RemoveAt(due);
                _nowMs = Math.Max(_nowMs, held.AtMs);
                return held;
            }

            _nowMs = nowMs == long.MaxValue ? _nowMs : nowMs;
            if (old < 0)
            {
                return null;
            }

            _held[old] = _held[old] with { IsGivenUp = true };
            return new Held(0, _held[old].Token);
        }
    }

    private void GoOn(Held held)
    {
        if (held.Bytes == null)
        {
            _listener?.OnAcknowledged(held.Token, held.Accepted);
        }
        else if (!_link.TrySend(held.Topic, held.Bytes, held.Bytes.Length, held.Token))
        {
            _listener?.OnAcknowledged(held.Token, false);
        }
    }

    // A message, or, without bytes, the answer to one.
    private sealed record Held(long AtMs, int Token, int Topic = 0, byte[]? Bytes = null, bool Accepted = false, bool IsGivenUp = false)
    {
        public long Since { get; } = Stopwatch.GetTimestamp();
    }
}
