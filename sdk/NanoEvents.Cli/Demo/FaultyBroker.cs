using MQTTnet;
using NanoEvents.Protocol;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Demo;

/// <summary>
/// The broker's part of a fault script: it stops and starts, and delays, reorders, repeats and loses batches that it has acknowledged. Its time is
/// the script's, and the caller advances it.
/// </summary>
internal sealed class FaultyBroker
{
    // If too few batches arrive to reorder them, this is the longest wait.
    private const int ReorderMs = 2000;
    private const int MaxRepeatMs = 2000;

    private readonly EmbeddedBroker _broker;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly List<(long AtMs, MqttApplicationMessage Batch)> _held = [];
    private readonly List<MqttApplicationMessage> _reordering = [];
    private readonly string _topic;
    private long _nowMs;
    private long _delayMs;
    private long _reorderUntilMs = long.MaxValue;
    private int _delayed;
    private int _reordered;
    private int _repeated;
    private int _lost;
    private long _passed;

    /// <summary>A broker without a fault yet.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="deviceId">Whose batches are disturbed.</param>
    /// <param name="random">What a line leaves to chance.</param>
    public FaultyBroker(EmbeddedBroker broker, string deviceId, Random random)
    {
        _broker = broker;
        _random = random;
        _topic = $"{TopicFormat.Root}/{deviceId}/{TopicFormat.Events}";
        broker.Filter = PassesAsync;
    }

    /// <summary>Whether it is there.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>How many batches it has passed on to the reader's session.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>When its next action is due, in ms of the script; long.MaxValue if none is.</summary>
    public long NextMs()
    {
        lock (_lock)
        {
            long held = _held.Count == 0 || !IsOn ? long.MaxValue : _held.Min(batch => batch.AtMs);
            return Math.Min(held, IsOn ? _reorderUntilMs : long.MaxValue);
        }
    }

    /// <summary>Applies a fault at the present time.</summary>
    public void Apply(FaultLine fault)
    {
        switch (fault.Verb)
        {
            case FaultVerb.BrokerStop:
                Stop();
                break;
            case FaultVerb.BrokerKill:
                Kill();
                break;
            case FaultVerb.BrokerEmpty:
                Kill();
                Start();
                break;
            case FaultVerb.BrokerStart:
                Start();
                break;
            default:
                Disturb(fault);
                break;
        }
    }

    /// <summary>Advances the time, and passes on the batches that have waited for it.</summary>
    public void MoveTo(long nowMs)
    {
        while (TakeDue(nowMs) is { } batch)
        {
            PassAsync(batch).GetAwaiter().GetResult();
        }
    }

    /// <summary>Passes on held batches now, so that a batch of an older boot never arrives after those of a newer boot.</summary>
    public void LetGo()
    {
        lock (_lock)
        {
            _held.AddRange(TakeReordered().Select(batch => (0L, batch)));
            for (int i = 0; i < _held.Count; i++)
            {
                _held[i] = (0, _held[i].Batch);
            }
        }

        MoveTo(_nowMs);
    }

    /// <summary>From now on everything works.</summary>
    public void Calm()
    {
        lock (_lock)
        {
            (_delayed, _reordered, _repeated, _lost) = (0, 0, 0, 0);
        }

        Start();
        LetGo();
    }

    private void Disturb(FaultLine fault)
    {
        lock (_lock)
        {
            switch (fault.Verb)
            {
                case FaultVerb.BatchesDelay:
                    (_delayMs, _delayed) = (fault.Value, fault.Second);
                    break;
                case FaultVerb.BatchesReorder:
                    (_reordered, _reorderUntilMs) = ((int)fault.Value, long.MaxValue);
                    break;
                case FaultVerb.BatchesRepeat:
                    _repeated = (int)fault.Value;
                    break;
                case FaultVerb.BatchesLose:
                    _lost = (int)fault.Value;
                    break;
            }
        }
    }

    private void Stop()
    {
        if (IsOn)
        {
            IsOn = false;
            _broker.StopAsync().GetAwaiter().GetResult();
        }
    }

    private void Start()
    {
        if (!IsOn)
        {
            _broker.StartAsync().GetAwaiter().GetResult();
            IsOn = true;
            MoveTo(_nowMs);
        }
    }

    // This broker has no disk: when it is killed, it loses everything.
    private void Kill()
    {
        Stop();
        _broker.Forget();
        lock (_lock)
        {
            _held.Clear();
            _reordering.Clear();
            _reorderUntilMs = long.MaxValue;
        }
    }

    private async Task<bool> PassesAsync(MqttApplicationMessage message)
    {
        if (message.Topic != _topic)
        {
            return true;
        }

        foreach (MqttApplicationMessage batch in Judge(message))
        {
            await PassAsync(batch);
        }

        return false;
    }

    // The batches to pass on now, in this order.
    private MqttApplicationMessage[] Judge(MqttApplicationMessage batch)
    {
        lock (_lock)
        {
            if (_lost > 0)
            {
                _lost--;
                return [];
            }

            if (_delayed > 0)
            {
                _delayed--;
                _held.Add((_nowMs + _delayMs, batch));
                return [];
            }

            if (_repeated > 0)
            {
                _repeated--;
                _held.Add((_nowMs + _random.Next(MaxRepeatMs), batch));
            }

            return _reordered > 0 ? Reorder(batch) : [batch];
        }
    }

    private MqttApplicationMessage[] Reorder(MqttApplicationMessage batch)
    {
        _reordering.Insert(0, batch);
        _reorderUntilMs = Math.Min(_reorderUntilMs, _nowMs + ReorderMs);
        return --_reordered > 0 ? [] : TakeReordered();
    }

    private MqttApplicationMessage[] TakeReordered()
    {
        MqttApplicationMessage[] all = [.. _reordering];
        _reordering.Clear();
        (_reordered, _reorderUntilMs) = (0, long.MaxValue);
        return all;
    }

    private MqttApplicationMessage? TakeDue(long nowMs)
    {
        lock (_lock)
        {
            if (!IsOn)
            {
                return null;
            }

            if (_reorderUntilMs <= nowMs)
            {
                _held.InsertRange(0, TakeReordered().Select(batch => (_nowMs, batch)));
            }

            int due = _held.FindIndex(batch => batch.AtMs <= nowMs);
            if (due < 0)
            {
                _nowMs = nowMs;
                return null;
            }

            MqttApplicationMessage found = _held[due].Batch;
            _held.RemoveAt(due);
            return found;
        }
    }

    private async Task PassAsync(MqttApplicationMessage batch)
    {
        await _broker.PassAsync(batch);
        Interlocked.Increment(ref _passed);
    }
}
