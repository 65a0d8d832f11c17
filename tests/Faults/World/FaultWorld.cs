namespace NanoEvents.Faults.Tests;

/// <summary>Devices, broker and reader under one script, in virtual time: no threads, no sockets, no waiting.</summary>
internal sealed class FaultWorld
{
    // A watchdog of five minutes among it.
    private const int ConnectionsMs = 600_000;

    // A pin is off for at most five minutes.
    private const int SettledMs = 400_000;

    // Hours of events, in small batches one after the other.
    private const int StoredMs = 1_800_000;

    // Two states, one every 300 s at most, the patience of 5 s, and what messages take; a message that the link gives up is sent again.
    private const int NoticedMs = 600_000 + 5_000 + 5_000;

    private const string MainDevice = "nano";

    private const int MaxDevices = 5;

    private static readonly FaultVerb[] Troubles =
    [
        FaultVerb.LinkCut, FaultVerb.LinkCutInBatch, FaultVerb.LinkHang, FaultVerb.AckLose, FaultVerb.AckDelay, FaultVerb.DeviceRestart, FaultVerb.ClockSet, FaultVerb.Edges,
        FaultVerb.Unplug, FaultVerb.Plug,
    ];

    private readonly Timetable _timetable = new();
    private readonly WorldTime _time;
    private readonly Law _law;
    private readonly Broker _broker;
    private readonly Reader _reader;
    private readonly WorldDevice _device;
    private readonly List<WorldDevice> _devices = [];
    private readonly Random _life;
    private readonly FaultScript _script;
    private readonly Forger _forger;
    private readonly Action<string>? _tell;
    private WorldDevice? _twin;
    private bool _isCalm;

    public FaultWorld(FaultScript script, Action<string>? tell)
    {
        _script = script;
        _tell = tell;
        Random random = new(script.Seed);
        _life = new Random(script.Seed + 1);
        _time = new WorldTime(_timetable);
        _law = new Law { Tell = tell == null ? null : Say };
        Truth truth = AddTruth(MainDevice, script.Lines.Any(line => FaultSyntax.Of(line.Verb).DisputesOrder));
        _broker = new Broker(_timetable, random);
        _forger = new Forger(_broker, new Random(script.Seed + 3));
        _reader = new Reader(_timetable, _time, _broker, _law.TruthOf, _law, random);
        _device = new WorldDevice(_timetable, _broker, truth, random, new Random(script.Seed + 2));
        _devices.Add(_device);
        _timetable.In(random.Next(100), _device.PowerOn);
        int pauseMs = random.Next(200, random.Next(2) == 0 ? 3_000 : 60_000);
        _timetable.In(1000, () => Live(_device, _life, pauseMs));
    }

    /// <summary>What was delivered and lost.</summary>
    public IReadOnlyDictionary<string, long> Counts => _law.Counts;

    /// <summary>Runs the script and then a calm; throws where the law is broken.</summary>
    public void Run()
    {
        foreach (FaultLine line in _script.Lines)
        {
            RunUntil(line.AtMs);
            _tell?.Invoke($"{FaultScript.Format(line)}");
            Apply(line);
        }

        RunUntil(_timetable.NowMs + 10_000);
        Calm();
        long untilMs = _timetable.NowMs + ConnectionsMs;
        while (_timetable.NowMs < untilMs && !(_reader.IsConnected && _devices.TrueForAll(device => device.IsConnected || device == _twin)))
        {
            RunUntil(_timetable.NowMs + 100);
        }

        untilMs = _timetable.NowMs + StoredMs;
        while (_timetable.NowMs < untilMs && _devices.Exists(device => device.HasStored))
        {
            RunUntil(_timetable.NowMs + 1000);
        }

        // A chatter ends, and a pin that was switched off is looked at again: both may be an event.
        untilMs = _timetable.NowMs + SettledMs;
        while (_timetable.NowMs < untilMs && _devices.Exists(device => device.MustLook))
        {
            RunUntil(_timetable.NowMs + 1000);
        }

        RunUntilComplete();
        RunUntil(_timetable.NowMs + 10_000);

        // A chatter may have ended meanwhile, which is an event.
        RunUntilComplete();
        _law.CheckEnd();
    }

    private void RunUntilComplete()
    {
        long untilMs = _timetable.NowMs + NoticedMs;
        while (_timetable.NowMs < untilMs && !_law.IsComplete)
        {
            RunUntil(_timetable.NowMs + 1000);
        }
    }

    private void Apply(FaultLine line)
    {
        switch (FaultSyntax.Of(line.Verb).Place)
        {
            case FaultPlace.Broker:
                _broker.Apply(line.Verb, line.Value, line.Second);
                break;
            case FaultPlace.Reader:
                _reader.Apply(line);
                break;
            case FaultPlace.World:
                ApplyAround(line);
                break;
            default:
                _device.Apply(line);
                break;
        }
    }

    private void ApplyAround(FaultLine line)
    {
        switch (line.Verb)
        {
            case FaultVerb.Neighbours:
                for (int i = 0; i < line.Value && _devices.Count < MaxDevices; i++)
                {
                    AddNeighbour(new Random(unchecked(_script.Seed + (7919 * _devices.Count))));
                }

                break;
            case FaultVerb.TwinStart:
                if (_twin == null)
                {
                    Random random = new(_script.Seed + 4);
                    _twin = new WorldDevice(_timetable, _broker, _law.TruthOf(MainDevice)!, random, new Random(_script.Seed + 5), isTwin: true);
                    _devices.Add(_twin);
                    _timetable.In(random.Next(1000), () => Live(_twin, random, random.Next(200, 5_000)));
                }

                _twin.PowerOn();
                break;
            case FaultVerb.TwinStop:
                _twin?.PowerOff();
                break;
            case FaultVerb.ForgeBatches or FaultVerb.ForgeStates or FaultVerb.Crowd:
                _forger.Apply(line.Verb, (int)line.Value, _law.TruthOf(MainDevice)!);
                break;
            case FaultVerb.BootRepeat or FaultVerb.DeviceWrap or FaultVerb.Oscillate or FaultVerb.PublisherEnd:
                _device.Apply(line);
                break;
            default:
                _reader.Apply(line);
                break;
        }
    }

    // A device with a life of its own, to which what goes wrong happens at random.
    private void AddNeighbour(Random random)
    {
        Truth truth = AddTruth($"neighbour-{_devices.Count}", isDisputed: false);
        WorldDevice neighbour = new(_timetable, _broker, truth, random, new Random(random.Next()));
        _devices.Add(neighbour);
        neighbour.PowerOn();
        int pauseMs = random.Next(200, random.Next(2) == 0 ? 3_000 : 60_000);
        _timetable.In(1000, () => Live(neighbour, random, pauseMs));
        _timetable.In(random.Next(60_000), () => Suffer(neighbour, random));
    }

    private void Suffer(WorldDevice neighbour, Random random)
    {
        if (_isCalm)
        {
            return;
        }

        FaultVerb verb = Troubles[random.Next(Troubles.Length)];
        neighbour.Apply(new FaultLine(_timetable.NowMs, verb, verb == FaultVerb.Edges ? random.Next(1, 700) : random.Next(2) * random.Next(20_000), random.Next(2)));
        _timetable.In(random.Next(120_000), () => Suffer(neighbour, random));
    }

    private Truth AddTruth(string device, bool isDisputed)
    {
        Truth truth = new(device, _script.Lines.Any(line => FaultSyntax.Of(line.Verb).MayLoseInTransit), isDisputed, _time);
        _law.Add(truth);
        return truth;
    }

    private void Calm()
    {
        Say("calm");
        _isCalm = true;
        _broker.Calm();
        _reader.Calm();
        _devices.ForEach(device => device.Calm());
    }

    // People and weather.
    private void Live(WorldDevice device, Random random, int pauseMs)
    {
        if (!_isCalm)
        {
            device.Toggle(random.Next(2));
            _timetable.In(random.Next(1, pauseMs * 2), () => Live(device, random, pauseMs));
        }
    }

    private void RunUntil(long endMs)
    {
        while (true)
        {
            long nextMs = _timetable.NextMs;
            foreach (WorldDevice device in _devices)
            {
                nextMs = Math.Min(nextMs, device.DueMs);
            }

            if (nextMs > endMs)
            {
                break;
            }

            _timetable.MoveTo(nextMs);
            foreach (WorldDevice device in _devices)
            {
                device.Wake();
                device.Run();
            }

            _reader.Pump();
        }

        _timetable.MoveTo(endMs);
    }

    private void Say(string text) => _tell?.Invoke($"{_timetable.NowMs / 1000.0,10:0.000}  {text}");
}
