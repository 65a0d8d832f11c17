namespace NanoEvents.Faults.Tests;

/// <summary>A program that reads, as users write it: the SDK with a session, and a checkpoint a device that it stores after each event. Only the MQTT client is not there.</summary>
internal sealed class Reader
{
    private const int UsualWindow = 32;
    private const int MaxDevices = 8;

    private readonly Timetable _timetable;
    private readonly WorldTime _time;
    private readonly Broker _broker;
    private readonly Random _random;
    private readonly Func<string, Truth?> _truths;
    private readonly Dictionary<string, List<Checkpoint>> _handled = [];
    private readonly Queue<(Message Message, Published? Batch, long ArrivedMs)> _inside = new();
    private readonly Queue<Action> _wire = new();
    private readonly Law _law;
    private EventReading? _reading;
    private InFlight.Intake? _intake;
    private readonly Backoff _backoff;
    private int _connection;
    private bool _isConnected;
    private long _downUntilMs;
    private ClientCounts _counts = new();
    private int _crashIn = -1;
    private long _crashForMs;
    private int _receiveMaximum = UsualWindow;
    private int _window;
    private long _slowMs;
    private long _busyUntilMs;
    private bool _isPumping;

    /// <param name="timetable">The world's time.</param>
    /// <param name="time">The reader's clock.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="truths">What is true of a device; null where there is none of that name.</param>
    /// <param name="law">Told what is handled.</param>
    /// <param name="random">What it draws.</param>
    public Reader(Timetable timetable, WorldTime time, Broker broker, Func<string, Truth?> truths, Law law, Random random)
    {
        (_timetable, _time, _broker, _random, _truths, _law) = (timetable, time, broker, random, truths, law);
        _backoff = NewBackoff();
        Start();
    }

    public bool IsConnected => _isConnected;

    /// <summary>How many batches the broker sends it without an answer: what it asks for, unless the broker does not keep to that.</summary>
    public int Window => _window == 0 ? _receiveMaximum : _window;

    /// <summary>Whether it asks for no session.</summary>
    public bool IsClean { get; private set; }

    /// <summary>Whether the broker grants it QoS 0 alone.</summary>
    public bool GetsQos0 { get; private set; }

    public void Apply(FaultLine fault)
    {
        switch (fault.Verb)
        {
            case FaultVerb.ReaderCut:
                _downUntilMs = _timetable.NowMs + fault.Value;
                Closed();
                break;
            case FaultVerb.SessionLose:
                Closed();
                _broker.LoseSession();
                break;
            case FaultVerb.SessionClean:
                IsClean = true;
                Restart();
                break;
            case FaultVerb.SessionQos0:
                GetsQos0 = true;
                Closed();
                _broker.LoseSession();
                break;
            case FaultVerb.ReaderLimit:
                (_receiveMaximum, _window) = ((int)fault.Value, fault.Second);
                Restart();
                break;
            case FaultVerb.ReaderSlow:
                _slowMs = fault.Value;
                break;
            case FaultVerb.ReaderBehind:
                StepBack((int)fault.Value);
                Restart();
                break;
            case FaultVerb.ReaderAhead:
                StepAhead((uint)fault.Value);
                break;
            case FaultVerb.ReaderClock:
                _time.Step(fault.Value);
                break;
            default:
                _crashForMs = fault.Value;
                _crashIn = _random.Next(6);
                _timetable.In(_random.Next(2000), () =>
                {
                    if (_crashIn >= 0)
                    {
                        Crash();
                    }
                });
                break;
        }
    }

    public void Calm()
    {
        (_downUntilMs, _slowMs, _busyUntilMs) = (0, 0, 0);
        Start();
    }

    public void BrokerIsGone() => Closed();

    /// <summary>A message is on its way; it is lost where the connection ends before it arrives.</summary>
    public void Come(string device, string topic, byte[] payload, bool retained, Action? acknowledge, long ms, TrueBoot? origin = null)
    {
        int connection = _connection;
        _timetable.In(ms, () =>
        {
            if (connection == _connection)
            {
                _wire.Enqueue(() => Take(device, topic, payload, retained, acknowledge, connection, origin));
                ReadWire();
            }
        });
    }

    /// <summary>Everything that has come is put through the SDK, and what comes out is handled, one after the other where that takes time.</summary>
    public void Pump()
    {
        if (_isPumping || _timetable.NowMs < _busyUntilMs)
        {
            return;
        }

        _isPumping = true;
        while (_reading is { } reading && _timetable.NowMs >= _busyUntilMs)
        {
            if (reading.TryTake(out NanoEvent e))
            {
                Handle(e);
            }
            else if (reading.IsDue)
            {
                reading.AcknowledgeAsync().GetAwaiter().GetResult();
                ReadWire();
            }
            else if (!TryReceive(reading))
            {
                break;
            }
        }

        _isPumping = false;
    }

    // What has come counts as known from when the SDK looks at it.
    private bool TryReceive(EventReading reading)
    {
        long before = _counts.Snapshot().Messages;
        if (!reading.TryReceive())
        {
            return false;
        }

        long atMs = _timetable.NowMs;
        if (_counts.Snapshot().Messages > before)
        {
            (Message message, Published? batch, long arrivedMs) = _inside.Dequeue();
            Note(message, batch, arrivedMs);
        }

        _law.Decided(atMs);
        return true;
    }

    private void ReadWire()
    {
        while (_reading != null && !_intake!.IsFull && _wire.TryDequeue(out Action? take))
        {
            take();
        }
    }

    private void Handle(in NanoEvent e)
    {
        // It may end right before an event is handled, or right after.
        if (_crashIn == 0)
        {
            Crash();
            return;
        }

        _crashIn -= _crashIn > 0 ? 1 : 0;
        _law.Handle(e, _timetable.NowMs);
        Remember(e.Checkpoint);
        if (_slowMs > 0)
        {
            _busyUntilMs = _timetable.NowMs + _slowMs;
            _timetable.At(_busyUntilMs, Pump);
        }
    }

    private void Remember(Checkpoint checkpoint)
    {
        if (!_handled.TryGetValue(checkpoint.Device, out List<Checkpoint>? handled))
        {
            _handled[checkpoint.Device] = handled = [];
        }

        handled.Add(checkpoint);
    }

    // An old copy of what was stored is put back.
    private void StepBack(int events)
    {
        foreach (List<Checkpoint> handled in _handled.Values)
        {
            int back = Math.Min(events, handled.Count);
            handled.RemoveRange(handled.Count - back, back);
        }
    }

    // The checkpoint of another board, or of a device that has been set back: beyond everything that was ever raised.
    private void StepAhead(uint events)
    {
        foreach ((string device, List<Checkpoint> handled) in _handled)
        {
            if (handled.Count > 0 && _truths(device) is { IsDisputed: true } truth && truth.Running is { } boot && boot.Id == handled[^1].BootId)
            {
                handled.Add(handled[^1] with { Sequence = boot.Next + events });
                Restart();
                return;
            }
        }
    }

    private void Restart()
    {
        _crashForMs = 0;
        Crash();
    }

    private void Start()
    {
        if (_reading != null)
        {
            return;
        }

        var options = new EventClientOptions
        {
            Session = IsClean ? null : "reader",
            TimeProvider = _time,
            ReceiveMaximum = _receiveMaximum,
            MaxDevices = MaxDevices,
            Checkpoints = [.. _handled.Values.Where(handled => handled.Count > 0).Select(handled => handled[^1])],
        };
        Notices notices = new(null);
        notices.Made += _law.NoticeReceived;
        _counts = new ClientCounts();
        _inside.Clear();
        _reading = new EventReading(
            options.ForEvents(EventFilter.All), _counts, new TimelineCounts(), notices, null, CancellationToken.None);
        _law.ReaderStarted(options.Checkpoints, _receiveMaximum);
        Connect();
    }

    private void Crash()
    {
        _crashIn = -1;
        _reading = null;
        _busyUntilMs = 0;
        _law.ReaderEnded();
        _isConnected = false;
        _connection++;
        _broker.Disconnect(this);
        _broker.ReaderForgets();
        _timetable.In(_crashForMs, Start);
    }

    private void Connect()
    {
        EventReading? reading = _reading;
        int connection = ++_connection;
        _wire.Clear();
        _intake?.End();
        _intake = reading!.InFlight.Begin();
        if (_timetable.NowMs < _downUntilMs || !_broker.TryConnect(this))
        {
            _timetable.In(Wait(), () => ConnectAgain(reading, connection));
            return;
        }

        _backoff.Reset();
        _timetable.In(10, () => Opened(connection));
    }

    private void ConnectAgain(EventReading? reading, int connection)
    {
        if (reading != null && reading == _reading && connection == _connection)
        {
            Connect();
        }
    }

    // What the link does when the subscriptions are made.
    private void Opened(int connection)
    {
        if (connection == _connection)
        {
            _isConnected = true;
            _intake!.Opened();
            _reading!.InFlight.Connected();
            _reading!.Inbox.Put(Message.Tick(_time.GetUtcNow()));
        }
    }

    private void Closed()
    {
        if (_reading is not { } reading)
        {
            return;
        }

        _isConnected = false;
        _wire.Clear();
        _broker.Disconnect(this);
        reading.InFlight.Disconnected();
        int connection = ++_connection;
        _timetable.In(Wait(), () => ConnectAgain(reading, connection));
    }

    private void Take(string device, string topic, byte[] payload, bool retained, Action? acknowledge, int connection, TrueBoot? origin)
    {
        MessageKind kind = topic switch { "events" => MessageKind.Events, "state" => MessageKind.State, "names" => MessageKind.Names, _ => MessageKind.Status };
        Published? batch = kind == MessageKind.Events ? new Published(device, payload, origin) : null;
        Delivery delivery = _intake!.Take(acknowledge == null ? null : _ => Acknowledge(batch!, acknowledge, connection));
        Message message = new(kind, device, payload, _time.GetUtcNow(), retained, delivery);
        _inside.Enqueue((message, batch, _timetable.NowMs));
        _reading!.Inbox.Put(message);
    }

    private Task Acknowledge(Published batch, Action acknowledge, int connection)
    {
        _law.CheckAcknowledged(batch);
        AcknowledgeLater(acknowledge, connection);
        return Task.CompletedTask;
    }

    private void AcknowledgeLater(Action acknowledge, int connection) => _timetable.In(5 + _random.Next(20), () =>
    {
        if (connection == _connection)
        {
            acknowledge();
        }
    });

    private void Note(in Message message, Published? published, long arrivedMs)
    {
        if (message.Kind is MessageKind.Status or MessageKind.Names || _truths(message.Device!) is not { } truth)
        {
            return;
        }

        BatchReader.TryRead(message.Payload, out Batch batch, out _);
        TrueBoot? boot = published?.Origin;
        if (boot == null && (batch.IsState ? !truth.TryGet(batch.Boot, out boot) : true))
        {
            return;
        }

        if (batch.IsState)
        {
            uint below = batch.Sequence - batch.Waiting;
            boot!.Evidence.Add((below, arrivedMs));
            boot.FirstToCome ??= message.Retained ? null : below;
            bool isContradicted = !message.Retained && boot.BelievedTo is { } believed && unchecked((int)(batch.Sequence - believed)) <= 0;
            boot.BelievedTo = isContradicted ? null : boot.BelievedTo;
            return;
        }

        boot!.HasArrived = true;
        boot.Evidence.Add((batch.Sequence, arrivedMs));
        for (uint i = 0; i < batch.EventCount; i++)
        {
            boot.Arrived.TryAdd(batch.Sequence + i, _timetable.NowMs);
            boot.Unkept.Remove(batch.Sequence + i);
            if (!boot.IsHidden(batch.Sequence + i))
            {
                boot.Came.Add(batch.Sequence + i);
            }
        }
    }

    private long Wait() => Math.Max(1, (long)_backoff.Next().TotalMilliseconds);

    private Backoff NewBackoff() => new(TimeSpan.FromSeconds(1), _random);
}
