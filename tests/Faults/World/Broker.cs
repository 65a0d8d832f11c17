using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>A broker in memory: QoS 1 with one reader's persistent session, retained messages, and what it keeps when it stops.</summary>
internal sealed class Broker(Timetable timetable, Random random)
{
    // Always the same: what nobody disturbs stays in order.
    private const int LatencyMs = 5;

    private readonly ReaderSession _empty = new();
    private ReaderSession _session = new();
    private ReaderSession _saved = new();
    private Reader? _reader;
    private readonly Dictionary<string, DeviceLink> _devices = [];
    private readonly Dictionary<string, DeviceLink> _latest = [];
    private readonly Dictionary<string, BootOrder> _order = [];
    private int _delayed;
    private long _delayMs;
    private int _repeated;
    private int _reordered;
    private int _lost;
    private Published[] _restored = [];

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

    /// <summary>A device connects. Another board with its name is thrown out.</summary>
    public void Open(DeviceLink link, byte[] online)
    {
        if (_devices.GetValueOrDefault(link.Device) is { } other && other != link)
        {
            Gone(other);
            other.BrokerIsGone();
        }

        _devices[link.Device] = link;
        _latest[link.Device] = link;
        Retain(link.Device, "status", online);
    }

    public void Gone(DeviceLink link)
    {
        if (_devices.GetValueOrDefault(link.Device) == link)
        {
            _devices.Remove(link.Device);
            Retain(link.Device, "status", "offline"u8.ToArray());
        }
    }

    /// <summary>A newer connection of the same client ends the older one, also if that one hangs: what is on its way in it does not arrive any more.</summary>
    public bool Accepts(DeviceLink link) => _latest.GetValueOrDefault(link.Device) == link;

    /// <summary>Takes a state or a status and keeps it for whoever subscribes; true where it is acknowledged.</summary>
    public bool Retain(string device, string topic, byte[] payload)
    {
        if (IsRunning)
        {
            _session.Retained[(device, topic)] = payload;
            _reader?.Come(device, topic, payload, false, null, LatencyMs);
        }

        return IsRunning;
    }

    /// <summary>Takes a batch; true where it is acknowledged.</summary>
    public bool Publish(Published batch)
    {
        if (!IsRunning)
        {
            return false;
        }

        if (_lost > 0)
        {
            _lost--;
        }
        else if (_reader is { GetsQos0: true } reader)
        {
            reader.Come(batch.Device, "events", batch.Payload, false, null, LatencyMs, batch.Origin);
        }
        else if (_session.Exists)
        {
            _session.Waiting.Enqueue(batch);
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
        if (reader.IsClean)
        {
            _session.Forget();
        }

        _session.Exists = !reader.GetsQos0;
        foreach (((string device, string topic), byte[] payload) in _session.Retained)
        {
            reader.Come(device, topic, payload, true, null, 1);
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
        _saved.KeepOnly(LastBoot, _saved.Batches);
        _session.KeepOnly(LastBoot, _restored);
    }

    /// <summary>The reader has gone; a clean session goes with it.</summary>
    public void Disconnect(Reader reader)
    {
        _reader = _reader == reader ? null : _reader;
        if (reader.IsClean)
        {
            _session.Forget();
        }
    }

    /// <summary>The broker forgets the reader's session.</summary>
    public void LoseSession()
    {
        _session.Forget();
        _saved.Forget();
    }

    private void Down()
    {
        IsRunning = false;
        DeviceLink[] devices = [.. _devices.Values];
        Reader? reader = _reader;
        _devices.Clear();
        _reader = null;
        foreach (DeviceLink device in devices)
        {
            device.BrokerIsGone();
        }

        reader?.BrokerIsGone();
    }

    private void Pump()
    {
        while (_reader != null && _session.Sent.Count < _reader.Window && _session.Waiting.TryDequeue(out Published? batch))
        {
            var sent = new Unacknowledged(batch);
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

        BootOrder order = OrderOf(sent.Batch.Device);
        ms = AfterOlderBoots(order, sent.Batch.Payload, ms);
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
            order.LatestMs = Math.Max(order.LatestMs, timetable.NowMs + copyMs);
            _reader!.Come(sent.Batch.Device, "events", sent.Batch.Payload, false, () => Acknowledge(session, sent), copyMs, sent.Batch.Origin);
        }
    }

    // Batches of one boot may overtake each other, but not those of an older boot: nobody could tell which boot is the older one.
    private long AfterOlderBoots(BootOrder order, byte[] payload, long ms)
    {
        BatchReader.TryRead(payload, out Batch batch, out _);
        if (batch.Boot != order.LastBoot)
        {
            (order.LastBoot, order.FromMs) = (batch.Boot, order.LatestMs);
        }

        return Math.Max(ms, order.FromMs - timetable.NowMs);
    }

    private int LastBoot(string device) => OrderOf(device).LastBoot;

    private BootOrder OrderOf(string device)
    {
        if (!_order.TryGetValue(device, out BootOrder? order))
        {
            _order[device] = order = new BootOrder();
        }

        return order;
    }

    private void Acknowledge(ReaderSession session, Unacknowledged sent)
    {
        if (session == _session && session.Sent.Remove(sent))
        {
            Pump();
        }
    }

    // The last boot of a device of which a batch was sent, and from when on it may come.
    private sealed class BootOrder
    {
        public int LastBoot { get; set; }

        public long FromMs { get; set; }

        public long LatestMs { get; set; }
    }
}
