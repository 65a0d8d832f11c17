namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A broker and the way to it, in virtual time and without threads. It fails the test where the device breaks the contract of <see cref="ILink"/>.</summary>
internal sealed class ScriptedBroker(HandClock clock, Schedule schedule) : ILink
{
    private ILinkListener? _listener;
    private int _connection;
    private int _pendingToken;

    /// <summary>What becomes of the next messages.</summary>
    public BrokerAnswer Answer { get; set; }

    /// <summary>What becomes of the next batches of events, where that is something else.</summary>
    public BrokerAnswer? AnswerToEvents { get; set; }

    /// <summary>What becomes of the next states, where that is something else.</summary>
    public BrokerAnswer? AnswerToStates { get; set; }

    /// <summary>What becomes of the next names, where that is something else.</summary>
    public BrokerAnswer? AnswerToNames { get; set; }

    /// <summary>Batches of events that are refused, whatever else becomes of messages.</summary>
    public Func<BatchBytes, bool>? Refuses { get; set; }

    /// <summary>Whether connections can be opened.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>A longer message gets another answer.</summary>
    public int MaxBytes { get; set; } = int.MaxValue;

    public BrokerAnswer AnswerToLonger { get; set; } = BrokerAnswer.Close;

    public int AnswerAfterMs { get; set; } = 20;

    public int CloseAfterMs { get; set; } = 20;

    public bool IsOpen => _listener != null;

    /// <summary>When it was tried to open, whether that worked or not.</summary>
    public List<long> TriedAt { get; } = [];

    public List<long> AbortedAt { get; } = [];

    /// <summary>Everything that was handed over.</summary>
    public List<SentMessage> Sent { get; } = [];

    /// <summary>What the broker has; with repetitions, where an acknowledgement was lost.</summary>
    public List<SentMessage> Received { get; } = [];

    public bool TryOpen(ILinkListener listener)
    {
        Assert.False(IsOpen, "opened before the close was seen");
        TriedAt.Add(clock.UptimeMs);
        if (IsUp)
        {
            _listener = listener;
            _connection++;
            _pendingToken = 0;
        }

        return IsUp;
    }

    public bool TrySend(int topic, byte[] buffer, int length, int token)
    {
        Assert.Equal(0, _pendingToken);
        BrokerAnswer? other = topic switch { Topic.Events => AnswerToEvents, Topic.Names => AnswerToNames, _ => AnswerToStates };
        BrokerAnswer answer = length > MaxBytes ? AnswerToLonger : other ?? Answer;
        if (!IsOpen || answer == BrokerAnswer.RejectSend)
        {
            return false;
        }

        SentMessage message = new(clock.UptimeMs, topic, token, BatchBytes.Read(buffer[..length]), length);
        answer = message.IsEvents && Refuses is { } refuses && refuses(message.Batch) ? BrokerAnswer.Refuse : answer;
        Sent.Add(message);
        _pendingToken = token;
        if (answer is BrokerAnswer.Accept or BrokerAnswer.LoseAcknowledgement or BrokerAnswer.Hang)
        {
            Received.Add(message);
        }

        Follow(answer, token, _connection);
        return true;
    }

    public void Abort()
    {
        AbortedAt.Add(clock.UptimeMs);
        CloseLater();
    }

    /// <summary>The broker goes away for a time, or for good.</summary>
    public void GoAway()
    {
        IsUp = false;
        CloseLater();
    }

    /// <summary>Tells that a message was acknowledged, whatever it was.</summary>
    public void Acknowledge(int token, bool accepted = true)
    {
        _pendingToken = token == _pendingToken ? 0 : _pendingToken;
        _listener?.OnAcknowledged(token, accepted);
    }

    private void Follow(BrokerAnswer answer, int token, int connection)
    {
        if (answer is BrokerAnswer.Accept or BrokerAnswer.Refuse)
        {
            schedule.At(clock.UptimeMs + AnswerAfterMs, () =>
            {
                if (connection == _connection && IsOpen)
                {
                    Acknowledge(token, answer == BrokerAnswer.Accept);
                }
            });
        }
        else if (answer is not BrokerAnswer.Hang)
        {
            CloseLater();
        }
    }

    private void CloseLater()
    {
        int connection = _connection;
        schedule.At(clock.UptimeMs + CloseAfterMs, () =>
        {
            if (connection == _connection && _listener is { } listener)
            {
                _listener = null;
                _pendingToken = 0;
                listener.OnClosed();
            }
        });
    }
}
