namespace NanoEvents.Faults.Tests;

/// <summary>Device, broker and reader under one script, in virtual time: no threads, no sockets, no waiting.</summary>
internal sealed class FaultWorld
{
    private const int ConnectionsMs = 240_000;

    // Hours of events, in small batches one after the other.
    private const int StoredMs = 1_800_000;

    // A state every 60 s, the patience of 5 s, and what messages take; a message that the link gives up is sent again.
    private const int NoticedMs = 60_000 + 5_000 + 5_000;

    private readonly Timetable _timetable = new();
    private readonly Truth _truth = new();
    private readonly Law _law;
    private readonly Broker _broker;
    private readonly Reader _reader;
    private readonly WorldDevice _device;
    private readonly Random _life;
    private readonly FaultScript _script;
    private readonly Action<string>? _tell;
    private bool _isCalm;

    public FaultWorld(FaultScript script, Action<string>? tell)
    {
        _script = script;
        _tell = tell;
        Random random = new(script.Seed);
        _life = new Random(script.Seed + 1);
        _truth.TransitMayLose = script.Lines.Any(line => FaultSyntax.Of(line.Verb).MayLoseInTransit);
        _law = new Law(_truth) { Tell = tell == null ? null : e => Say(e.ToString()) };
        _broker = new Broker(_timetable, random);
        _reader = new Reader(_timetable, _broker, _truth, _law, random);
        _device = new WorldDevice(_timetable, _broker, _truth, random, new Random(script.Seed + 2));
        _timetable.In(random.Next(100), _device.PowerOn);
        int pauseMs = random.Next(200, random.Next(2) == 0 ? 3_000 : 60_000);
        _timetable.In(1000, () => Live(pauseMs));
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
        while (_timetable.NowMs < untilMs && !(_device.IsConnected && _reader.IsConnected))
        {
            RunUntil(_timetable.NowMs + 100);
        }

        untilMs = _timetable.NowMs + StoredMs;
        while (_timetable.NowMs < untilMs && _device.HasStored)
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
            default:
                _device.Apply(line);
                break;
        }
    }

    private void Calm()
    {
        Say("calm");
        _isCalm = true;
        _broker.Calm();
        _reader.Calm();
        _device.Calm();
    }

    // People and weather.
    private void Live(int pauseMs)
    {
        if (!_isCalm)
        {
            _device.Toggle(_life.Next(2));
            _timetable.In(_life.Next(1, pauseMs * 2), () => Live(pauseMs));
        }
    }

    private void RunUntil(long endMs)
    {
        while (true)
        {
            long nextMs = Math.Min(_timetable.NextMs, _device.DueMs);
            if (nextMs > endMs)
            {
                break;
            }

            _timetable.MoveTo(nextMs);
            _device.Wake();
            _device.Run();
            _reader.Pump();
        }

        _timetable.MoveTo(endMs);
    }

    private void Say(string text) => _tell?.Invoke($"{_timetable.NowMs / 1000.0,10:0.000}  {text}");
}
