using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>A broker in memory: QoS 1 with one reader's persistent session, retained messages, and what it keeps when it stops.</summary>
internal sealed class Broker(Timetable timetable, Random random)
{
    private const int ReceiveMaximum = 32;

    // Always the same: what nobody disturbs stays in order.
    private const int LatencyMs = 5;

    private readonly ReaderSession _empty = new();
    private ReaderSession _session = new();
    private ReaderSession _saved = new();
    private Reader? _reader;
    private DeviceLink? _device;
    private int _delayed;
    private long _delayMs;
    private int _repeated;
    private int _reordered;
    private int _lost;
    private byte[][] _restored = [];
    private int _lastBoot;
    private long _bootFromMs;
    private long _latestMs;

    public bool IsRunning { get; private set; } = true;

    public void Apply(FaultVerb verb, long value, int second)
    {
        switch (verb)
        {
            case FaultVerb.BrokerStop when IsRunning:
                _saved = _session.Copy();
                Down();
                break;
            case FaultVerb.BrokerKill when IsRunning:
                _session = _saved.Copy();
                _restored = [.. _saved.Batches];
                Down();
                break;
            case FaultVerb.BrokerEmpty:
                Down();
                _session = _empty.Copy();
                _saved = _empty.Copy();
                IsRunning = true;
                break;
            case FaultVerb.BrokerStart:
                IsRunning = true;
                break;
            case FaultVerb.BatchesDelay:
                (_delayMs, _delayed) = (value, second);
                break;
            case FaultVerb.BatchesReorder:
                _reordered = (int)value;
                break;
            case FaultVerb.BatchesRepeat:
                _repeated = (int)value;
                break;
            case FaultVerb.BatchesLose:
                _lost = (int)value;
                break;
        }
    }

    /// <summary>From now on everything works.</summary>
    public void Calm()
    {
        IsRunning = true;
        (_delayed, _reordered, _repeated, _lost) = (0, 0, 0, 0);
    }

    public void Open(DeviceLink device, byte[] online)
    {
        _device = device;
        Publish("status", online);
    }

    public void Gone(DeviceLink device)
    {
        if (_device == device)
        {
            _device = null;
            Publish("status", "offline"u8.ToArray());
        }
    }

    /// <summary>A newer connection of the same client ends the older one.</summary>
    public bool Accepts(DeviceLink device) => _device == null || _device == device;

    /// <summary>Takes a message from the device; true where it is acknowledged.</summary>
    public bool Publish(string topic, byte[] payload)
    {
        if (!IsRunning)
        {
            return false;
        }

        if (topic != "events")
        {
            _session.Retained[topic] = payload;
            _reader?.Come(topic, payload, false, null, LatencyMs);
        }
        else if (_lost > 0)
        {
            _lost--;
        }
        else if (_session.Exists)
        {
            _session.Waiting.Enqueue(payload);
            Pump();
        }

        return true;
    }

    /// <summary>The reader connects: what is retained comes first, then what its session has kept, in order.</summary>
    public bool TryConnect(Reader reader)
    {
        if (!IsRunning)
        {
            return false;
        }

        _reader = reader;
        _session.Exists = true;
        foreach ((string topic, byte[] payload) in _session.Retained)
        {
            reader.Come(topic, payload, true, null, 1);
        }

        foreach (Unacknowledged sent in _session.Sent)
        {
            Send(sent);
        }

        Pump();
        return true;
    }

    /// <summary>
    /// The reader's program has ended; from its checkpoint it will know the last boot alone. A killed broker that came back with messages of
    /// an older one would make it believe that this one is newer, and nobody could tell it better: docs/faults.md.
    /// </summary>
    public void ReaderForgets()
    {
        _saved.KeepOnly(_lastBoot, _saved.Batches);
        _session.KeepOnly(_lastBoot, _restored);
    }

    public void Disconnect(Reader reader) => _reader = _reader == reader ? null : _reader;

    private void Down()
    {
        IsRunning = false;
        DeviceLink? device = _device;
        Reader? reader = _reader;
        (_device, _reader) = (null, null);
        device?.BrokerIsGone();
        reader?.BrokerIsGone();
    }

    private void Pump()
    {
        while (_reader != null && _session.Sent.Count < ReceiveMaximum && _session.Waiting.TryDequeue(out byte[]? payload))
        {
            var sent = new Unacknowledged(payload);
            _session.Sent.Add(sent);
            Send(sent);
        }
    }

    // Of those that are sent close together the first comes last.
    private void Send(Unacknowledged sent)
    {
        long ms = LatencyMs;
        if (_delayed > 0)
        {
            _delayed--;
            ms += _delayMs;
        }

        if (_reordered > 0)
        {
            ms += 20L * _reordered--;
        }

        ms = AfterOlderBoots(sent.Payload, ms);
        int copies = 1;
        if (_repeated > 0)
        {
            _repeated--;
            copies = 2;
        }

        ReaderSession session = _session;
        for (int i = 0; i < copies; i++)
        {
            long copyMs = ms + (i * random.Next(2000));
            _latestMs = Math.Max(_latestMs, timetable.NowMs + copyMs);
            _reader!.Come("events", sent.Payload, false, () => Acknowledge(session, sent), copyMs);
        }
    }

    // Batches of one boot may overtake each other, but not those of an older boot: nobody could tell which boot is the older one.
    private long AfterOlderBoots(byte[] payload, long ms)
    {
        BatchReader.TryRead(payload, out Batch batch, out _);
        if (batch.Boot != _lastBoot)
        {
            (_lastBoot, _bootFromMs) = (batch.Boot, _latestMs);
        }

        return Math.Max(ms, _bootFromMs - timetable.NowMs);
    }

    private void Acknowledge(ReaderSession session, Unacknowledged sent)
    {
        if (session == _session && session.Sent.Remove(sent))
        {
            Pump();
        }
    }
}
