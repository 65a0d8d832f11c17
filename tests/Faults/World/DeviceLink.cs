using NanoEvents.Firmware;

namespace NanoEvents.Faults.Tests;

/// <summary>The way from the device to the broker. It behaves as the board's MQTT client does: a message that is not acknowledged is given up after three seconds.</summary>
internal sealed class DeviceLink(Timetable timetable, Broker broker, Random random, Truth truth, TrueBoot boot, byte[] online) : ILink
{
    private const int GiveUpMs = 3000;
    private const int NoticedMs = 20;

    private ILinkListener? _listener;
    private int _connection;
    private int _pending;
    private long _downUntilMs;
    private long _hangsUntilMs;
    private bool _cutInBatch;
    private bool _loseAck;
    private long _ackDelayMs;
    private long _arrivesMs;

    public string Device => truth.Device;

    public bool IsOpen => _listener != null && timetable.NowMs >= _hangsUntilMs;

    public void Apply(FaultVerb verb, long value)
    {
        switch (verb)
        {
            case FaultVerb.LinkCut:
                _downUntilMs = timetable.NowMs + value;
                Cut();
                break;
            case FaultVerb.LinkCutInBatch:
                _cutInBatch = true;
                break;
            case FaultVerb.LinkHang:
                _hangsUntilMs = timetable.NowMs + value;
                break;
            case FaultVerb.AckLose:
                _loseAck = true;
                break;
            case FaultVerb.AckDelay:
                _ackDelayMs = value;
                break;
        }
    }

    public void Calm()
    {
        (_downUntilMs, _hangsUntilMs, _ackDelayMs) = (0, Math.Min(_hangsUntilMs, timetable.NowMs), 0);
        (_cutInBatch, _loseAck) = (false, false);
    }

    /// <summary>The power goes: nobody is told anything any more.</summary>
    public void PowerOff()
    {
        // What is on its way may still arrive, unless the next boot connects before.
        _listener = null;
        _connection += random.Next(2);
        broker.Gone(this);
    }

    public void BrokerIsGone() => Close();

    public bool TryOpen(ILinkListener listener)
    {
        Require(_listener == null, "opened before the close was seen");
        if (timetable.NowMs < Math.Max(_downUntilMs, _hangsUntilMs) || !broker.IsRunning)
        {
            return false;
        }

        _listener = listener;
        _connection++;
        _pending = 0;
        _arrivesMs = 0;
        broker.Open(this, online);
        return true;
    }

    public bool TrySend(int topic, byte[] buffer, int length, int token)
    {
        Require(_pending == 0, "sent while a message was in flight");
        byte[] bytes = buffer[..length];
        if (_listener == null || random.Next(100) == 0)
        {
            return false;
        }

        Note(bytes, of => of.Sealed);
        _pending = token;
        int connection = _connection;
        if (topic == Firmware.Topic.Events && _cutInBatch)
        {
            _cutInBatch = false;
            Cut();
            return true;
        }

        // What is sent into a line that hangs comes when it does not hang any more, if it is still the same connection.
        // Messages of one connection do not overtake each other.
        _arrivesMs = Math.Max(_arrivesMs, Math.Max(timetable.NowMs, _hangsUntilMs) + Latency());
        timetable.At(_arrivesMs, () => Arrive(topic, bytes, token, connection));
        timetable.In(GiveUpMs, () => Answer(token, false, connection));
        return true;
    }

    public void Abort() => Cut();

    private void Arrive(int topic, byte[] bytes, int token, int connection)
    {
        if (connection != _connection || !broker.Accepts(this) || !Publish(topic, bytes))
        {
            return;
        }

        Note(bytes, of => of.Taken);
        NoteAnnounced(bytes);
        if (_loseAck && topic == Firmware.Topic.Events)
        {
            _loseAck = false;
            if (random.Next(2) == 0)
            {
                Cut();
            }

            return;
        }

        long delayMs = _ackDelayMs;
        _ackDelayMs = 0;
        timetable.At(Math.Max(timetable.NowMs + delayMs, _hangsUntilMs) + Latency(), () => Acknowledge(bytes, token, connection));
    }

    private bool Publish(int topic, byte[] bytes) => topic == Firmware.Topic.Events
        ? broker.Publish(new Published(Device, bytes, OriginOf(Read(bytes).Boot)))
        : broker.Retain(Device, topic == Firmware.Topic.State ? "state" : "names", bytes);

    private void Acknowledge(byte[] bytes, int token, int connection)
    {
        if (connection == _connection && token == _pending)
        {
            Note(bytes, of => of.Acknowledged);
        }

        Answer(token, true, connection);
    }

    // After it has been given up, too: an old answer comes with its old token.
    private void Answer(int token, bool accepted, int connection)
    {
        if (connection != _connection || (!accepted && token != _pending))
        {
            return;
        }

        _pending = token == _pending ? 0 : _pending;
        _listener?.OnAcknowledged(token, accepted);
    }

    private void Cut()
    {
        broker.Gone(this);
        Close();
    }

    private void Close()
    {
        int connection = ++_connection;
        timetable.In(NoticedMs, () =>
        {
            if (connection == _connection && _listener is { } listener)
            {
                _listener = null;
                _pending = 0;
                listener.OnClosed();
            }
        });
    }

    private void Note(byte[] bytes, Func<TrueBoot, HashSet<uint>> where)
    {
        Batch batch = Read(bytes);

        // A device with a store also sends what an older boot has left.
        HashSet<uint> numbers = where(OriginOf(batch.Boot));
        for (int i = 0; i < batch.EventCount && !batch.IsState; i++)
        {
            numbers.Add(batch.Sequence + (uint)i);
        }
    }

    // What the ring dropped is announced in a batch; where a broker loses that, nobody can tell the one from the other.
    private void NoteAnnounced(byte[] bytes)
    {
        Batch batch = Read(bytes);
        TrueBoot origin = OriginOf(batch.Boot);
        for (uint i = 1; i <= batch.Overflow; i++)
        {
            origin.Taken.Add(batch.Sequence - i);
        }

        origin.IsBootTaken |= batch.HasBoot;
    }

    // Another board's boot may have the same id.
    private TrueBoot OriginOf(int id) => id == boot.Id ? boot : truth.Of(id);

    private static Batch Read(byte[] bytes)
    {
        Require(BatchReader.TryRead(bytes, out Batch batch, out BatchError why), $"a batch that cannot be read: {why.Message}");
        return batch;
    }

    private int Latency() => 5 + random.Next(40);

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new LawException(otherwise);
        }
    }
}
