using System.Text;

namespace NanoEvents.Faults.Tests;

/// <summary>A program that reads, as users write it: the SDK with a session, and a checkpoint that it stores after each event. Only the MQTT client is not there.</summary>
internal sealed class Reader
{
    private const string DeviceId = "nano";
    private readonly Timetable _timetable;
    private readonly WorldTime _time;
    private readonly Broker _broker;
    private readonly Random _random;
    private readonly Truth _truth;
    private readonly Law _law;
    private EventReading? _reading;
    private Intake? _intake;
    private readonly Backoff _backoff;
    private int _connection;
    private bool _isConnected;
    private long _downUntilMs;
    private Checkpoint? _checkpoint;
    private int _crashIn = -1;
    private long _crashForMs;

    public Reader(Timetable timetable, Broker broker, Truth truth, Law law, Random random)
    {
        (_timetable, _broker, _random, _truth, _law) = (timetable, broker, random, truth, law);
        _time = new WorldTime(timetable);
        _backoff = NewBackoff();
        Start();
    }

    public bool IsConnected => _isConnected;

    public void Apply(FaultLine fault)
    {
        if (fault.Verb == FaultVerb.ReaderCut)
        {
            _downUntilMs = _timetable.NowMs + fault.Value;
            Closed();
        }
        else
        {
            _crashForMs = fault.Value;
            _crashIn = _random.Next(6);
            _timetable.In(_random.Next(2000), () =>
            {
                if (_crashIn >= 0)
                {
                    Crash();
                }
            });
        }
    }

    public void Calm()
    {
        _downUntilMs = 0;
        Start();
    }

    public void BrokerIsGone() => Closed();

    /// <summary>A message is on its way; it is lost where the connection ends before it arrives.</summary>
    public void Come(string topic, byte[] payload, bool retained, Action? acknowledge, long ms)
    {
        int connection = _connection;
        _timetable.In(ms, () =>
        {
            if (connection == _connection)
            {
                Take(topic, payload, retained, acknowledge, connection);
            }
        });
    }

    /// <summary>Everything that has come is put through the SDK, and what comes out is handled.</summary>
    public void Pump()
    {
        while (_reading is { } reading && reading.TryReceive())
        {
            while (_reading == reading && reading.TryTake(out Ready ready))
            {
                if (ready.Token is { } due)
                {
                    reading.AcknowledgeAsync(due).GetAwaiter().GetResult();
                }
                else
                {
                    Handle(ready.Event);
                }
            }
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
        _checkpoint = e.Checkpoint;
    }

    private void Start()
    {
        if (_reading != null)
        {
            return;
        }

        var options = new EventClientOptions
        {
            Session = "reader",
            TimeProvider = _time,
            Checkpoints = _checkpoint is { } after ? [after] : [],
        };
        _reading = new EventReading(
            options, ConnectionSettings.ForEvents(options, null), options.Checkpoints, new ClientCounts(), new TimelineCounts(), new Remarks(null), null,
            CancellationToken.None);
        _intake = new Intake(int.MaxValue, _reading.Backlog);
        _law.ReaderStarted();
        Connect();
    }

    private void Crash()
    {
        _crashIn = -1;
        _reading = null;
        _truth.ForgetArrivals();
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
            _reading!.Backlog.Connected();
            Enqueue(Message.Tick(_time.GetUtcNow()));
        }
    }

    private void Closed()
    {
        if (_reading is not { } reading)
        {
            return;
        }

        _isConnected = false;
        _broker.Disconnect(this);
        reading.Backlog.Disconnected();
        int connection = ++_connection;
        _timetable.In(Wait(), () => ConnectAgain(reading, connection));
    }

    private void Take(string topic, byte[] payload, bool retained, Action? acknowledge, int connection)
    {
        MessageKind kind = topic switch { "events" => MessageKind.Events, "state" => MessageKind.State, _ => MessageKind.Status };
        if (kind != MessageKind.Status)
        {
            Note(payload, retained);
        }

        Delivery? delivery = acknowledge == null ? null : Owe(payload, acknowledge, connection);
        Enqueue(new Message(kind, DeviceId, payload, _time.GetUtcNow(), retained, delivery));
    }

    private Delivery Owe(byte[] payload, Action acknowledge, int connection)
    {
        _intake!.Came();
        return new Delivery(
            () =>
            {
                BatchReader.TryRead(payload, out Batch batch, out _);
                _law.CheckAcknowledged(batch);
                AcknowledgeLater(acknowledge, connection);
                return Task.CompletedTask;
            },
            _intake);
    }

    private void AcknowledgeLater(Action acknowledge, int connection) => _timetable.In(5 + _random.Next(20), () =>
    {
        if (connection == _connection)
        {
            acknowledge();
        }
    });

    private void Enqueue(Message message) => _reading!.Enqueue(message);

    private void Note(byte[] payload, bool retained)
    {
        BatchReader.TryRead(payload, out Batch batch, out _);
        TrueBoot boot = _truth.Of(batch.Boot);
        long now = _timetable.NowMs;
        if (batch.IsState)
        {
            uint below = batch.Sequence - batch.Waiting;
            boot.Evidence.Add((below, now));
            boot.FirstToCome ??= retained ? null : below;
            return;
        }

        boot.HasArrived = true;
        boot.Evidence.Add((batch.Sequence, now));
        for (int i = 0; i < batch.EventCount; i++)
        {
            boot.Arrived.TryAdd(batch.Sequence + (uint)i, now);
        }
    }

    private long Wait() => Math.Max(1, (long)_backoff.Next().TotalMilliseconds);

    private Backoff NewBackoff() => new(TimeSpan.FromSeconds(1), _random);
}
