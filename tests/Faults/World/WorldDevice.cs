using System.Runtime.CompilerServices;
using System.Text;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Faults.Tests;

/// <summary>The board: the real firmware core, pins and thermometers that somebody moves, and a power switch. Off, it keeps nothing.</summary>
internal sealed class WorldDevice : IConsoleBoard
{
    private const int StepsAtOneTime = 1000;
    private const int HoldMsAnEvent = 50;
    private const int EdgesToLost = 37;
    private const int TimeErrorMs = 200;
    private const int TellAgainMs = 600_000;

    // 49 and 248 days in ms and in ticks of 10 ms, and 497 days in ticks.
    private static readonly long[] WrapsMs = [1L << 31, 1L << 32, (1L << 31) * BatchFormat.TickMs, (1L << 32) * BatchFormat.TickMs];

    // Below the firmware: how fast edges are handled, what each one that waits takes, and the least that was free where the whole firmware was measured.
    private const int HandledEdgesInAMs = 4;

    // More changes in a millisecond are too short for the interrupt, which sees only every other level then.
    private const int MaxEdgesInAMs = 10;
    private const int WaitingEdgeBytes = 60;
    private const int MinFreeBytes = 22_000;
    private const int MinFreeBytesWithStore = 11_900;
    private const int OscillatingEdgesInAMs = 7;
    private const int WatchMs = 1000;
    private const int RestartMs = 500;

    private readonly Queue<(int Pin, bool Level, int Ticks)> _waiting = new();
    private readonly Timetable _timetable;
    private readonly Broker _broker;
    private readonly Truth _truth;
    private readonly bool _isTwin;
    private readonly Random _random;
    private readonly Settings _settings;
    private readonly WorldFlash _flash;
    private readonly WanderingThermometer[] _thermometers;
    private readonly WorldPin[] _pins = [new(), new()];
    private SteppedClock _clock = new();
    private Device? _device;
    private DeviceLink? _link;
    private Sampler? _sampler;
    private TrueBoot? _boot;
    private readonly WorldPages? _pages;
    private long _publishAtMs;
    private long _sampleAtMs;
    private long _offsetMs;
    private bool _isTold = true;
    private int _tellVersion;
    private bool _isCalm;
    private int _repeatBack;
    private bool _isNearWrap;
    private int _edges;
    private long _handledAtMs;
    private long _edgesAtMs;
    private int _edgesInThisMs;
    private int _handled;
    private bool _isHandling;
    private bool _isPublisherOver;
    private Watchdog? _watchdog;
    private int _watchVersion;

    /// <param name="timetable">The world's time.</param>
    /// <param name="broker">Its broker.</param>
    /// <param name="truth">What is true of the device; two boards with one name have one truth.</param>
    /// <param name="random">What it draws.</param>
    /// <param name="flash">What its flash draws.</param>
    /// <param name="isTwin">Whether it is the board that has another one's name, and goes again.</param>
    public WorldDevice(Timetable timetable, Broker broker, Truth truth, Random random, Random flash, bool isTwin = false)
    {
        (_timetable, _broker, _truth, _random, _isTwin) = (timetable, broker, truth, random, isTwin);
        _thermometers = [new(random), new(random)];
        _settings = new Settings
        {
            RingCapacityEvents = random.Next(4) == 0 ? random.Next(16, 64) : 512,
            DebounceMs = random.Next(2) * 50,
            MotionMaxPerMinute = random.Next(3) switch { 0 => 0, 1 => 60, _ => 200 },
            SettleMs = random.Next(4) == 0 ? 30_000 : 0,
            LingerMs = random.Next(3) * 2500,
            HighCentiCelsius = random.Next(2) == 0 ? Settings.Off : 2300,
            LowCentiCelsius = random.Next(2) == 0 ? Settings.Off : 1800,
            ThermometerNames = ["hall"],
        };

        // No draw of its own either: some have the default period, most the former one.
        _settings.StateMs = _settings.SettleMs == 0 ? 60_000 : _settings.StateMs;

        // A device with a small ring holds motion, and loses edges. That is no draw of its own, so that what else a seed draws stays what it was.
        _settings.HoldMs = _settings.RingCapacityEvents == 512 ? 0 : _settings.RingCapacityEvents * HoldMsAnEvent;

        // Half of them have a store.
        _pages = flash.Next(2) == 0 ? null : new WorldPages(truth, flash);
        _flash = new WorldFlash(new Random(flash.Next()));
    }

    public bool IsOn => _device != null;

    public bool IsConnected => !_isPublisherOver && (_link?.IsOpen ?? false);

    ChipPins IConsoleBoard.Pins => ChipPins.Unknown();

    string IConsoleBoard.Chip => "world";

    bool IConsoleBoard.IsOnline => true;

    int IConsoleBoard.FreeBytes => 0;

    /// <summary>Whether it has yet to send what it has stored: many small batches take a while.</summary>
    public bool HasStored => _device?.Store is { IsEmpty: false };

    /// <summary>Whether one of its pins is to be looked at again.</summary>
    public bool MustLook => _device != null && _device.MotionSensors.Any(sensor => sensor.MustLook);

    /// <summary>When it wants to do something next, in the world's time.</summary>
    public long DueMs => IsOn ? Math.Min(_publishAtMs, _sampleAtMs) : long.MaxValue;

    private long UptimeMs => _boot!.UptimeMs(_timetable.NowMs);

    public void PowerOn()
    {
        if (IsOn)
        {
            return;
        }

        int id = DrawId();
        _flash.PowerOn(_settings);
        double drift = (_random.NextDouble() * 98) - 49;
        (uint first, long uptimeMs) = DrawBeginning(id);
        bool isByWatchdog = _flash.Keeper.WasWatchdog;
        _boot = new TrueBoot(id, _timetable.NowMs - uptimeMs, drift, _settings.RingCapacityEvents, first) { IsByWatchdog = isByWatchdog };
        _truth.Add(_boot);
        _truth.Running = _isTwin ? _truth.Running : _boot;
        _clock = new SteppedClock();
        _clock.MoveTo(UptimeMs);
        var cause = (BootCause)_random.Next(4);
        var boot = new Boot(id, isByWatchdog ? BootCause.Watchdog : cause);
        _link = new DeviceLink(_timetable, _broker, _random, _truth, _boot, Encoding.UTF8.GetBytes(boot.Online));
        _device = new Device(
            _settings, boot, _thermometers.Length, _pins.Length, _clock, _clock, _link, new Firmware.Backoff(1000, 60_000, id), 50, _pages?.Open(boot));
        if (first != 1)
        {
            RingPeek.Begin(_device.Ring, _device.Outbox, unchecked((int)first));
            IsBootPending(_device.Publisher) = false;
        }

        _isPublisherOver = false;
        _watchdog = new Watchdog(_clock, _device, _flash.Keeper, this);
        Array.ForEach(_pins, pin => pin.Listen(true));
        _sampler = new Sampler(_clock, _thermometers, _device.TemperatureSensors, [], [], _pins, _device.MotionSensors, _settings.SampleMs);
        _sampler.Start(_settings.SettleMs);
        (_publishAtMs, _sampleAtMs) = (_timetable.NowMs, _timetable.NowMs);
        TellLater(_random.Next(12) switch { 0 => _random.Next(7_200_000), < 5 => _random.Next(300_000), _ => _random.Next(5_000) });
    }

    public void PowerOff()
    {
        _link?.PowerOff();
        (_device, _link, _sampler, _isPublisherOver) = (null, null, null, false);
        _waiting.Clear();
        _watchVersion++;
        _tellVersion++;
    }

    public void Apply(FaultLine fault)
    {
        switch (fault.Verb)
        {
            case FaultVerb.DeviceRestart:
                PowerOff();
                _timetable.In(fault.Value, PowerOn);
                break;
            case FaultVerb.SettingsPowerCut:
                _flash.CutDuringSave(IsOn);
                PowerOff();
                _timetable.In(fault.Value, PowerOn);
                break;
            case FaultVerb.BootRepeat:
                // What a store holds of the boot before is told from this one's by the id alone: such a board is not meant.
                _repeatBack = _pages == null ? (int)fault.Value : 0;
                PowerOff();
                _timetable.In(1000, PowerOn);
                break;
            case FaultVerb.DeviceWrap:
                // A reader that has listened all the time expects every boot to begin at 1.
                _isNearWrap = _truth.Boots.Count == 0;
                break;
            case FaultVerb.ClockSet:
                (_isTold, _offsetMs) = (true, fault.Value);
                Tell();
                break;
            case FaultVerb.ClockNever:
                _isTold = false;
                break;
            case FaultVerb.Edges:
                Burst(fault.Value, fault.Second % _pins.Length);
                break;
            case FaultVerb.Chatter:
                Chatter(_timetable.NowMs + fault.Value, fault.Second % _pins.Length);
                break;
            case FaultVerb.Oscillate:
                Oscillate(_timetable.NowMs + fault.Value, fault.Second % _pins.Length);
                break;
            case FaultVerb.PublisherEnd:
                EndPublisher();
                break;
            case FaultVerb.Unplug or FaultVerb.Plug:
                _thermometers[fault.Value % _thermometers.Length].IsUnplugged = fault.Verb == FaultVerb.Unplug;
                break;
            default:
                _link?.Apply(fault.Verb, fault.Value);
                break;
        }
    }

    /// <summary>From now on nothing happens that would be an event.</summary>
    public void Calm()
    {
        _isCalm = true;
        if (_isTwin)
        {
            PowerOff();
            return;
        }

        PowerOn();
        _link!.Calm();
        foreach (WanderingThermometer thermometer in _thermometers)
        {
            thermometer.IsSteady = true;
        }
    }

    /// <summary>A motion pin changes.</summary>
    public void Toggle(int pin)
    {
        _pins[pin].Level = !_pins[pin].Level;
        if (_edgesAtMs != _timetable.NowMs)
        {
            (_edgesAtMs, _edgesInThisMs) = (_timetable.NowMs, 0);
        }

        if (IsOn && _pins[pin].IsListening && _edgesInThisMs++ < MaxEdgesInAMs && (_settings.HoldMs == 0 || ++_edges % EdgesToLost != 0))
        {
            _waiting.Enqueue((pin, _pins[pin].Level, unchecked((int)(UptimeMs / BatchFormat.TickMs))));
            if (_waiting.Count * WaitingEdgeBytes > (_pages == null ? MinFreeBytes : MinFreeBytesWithStore))
            {
                throw new LawException($"{_waiting.Count} edges wait, and have taken the device's memory");
            }

            Handle();
        }
    }

    // Edges wait in the interpreter's queue until its thread has handled those before.
    private void Handle()
    {
        while (_waiting.Count > 0 && !_isHandling)
        {
            if (_handledAtMs != _timetable.NowMs)
            {
                (_handledAtMs, _handled) = (_timetable.NowMs, 0);
            }

            if (_handled++ == HandledEdgesInAMs)
            {
                _isHandling = true;
                _timetable.In(1, () =>
                {
                    _isHandling = false;
                    Handle();
                });
                return;
            }

            (int pin, bool level, int ticks) = _waiting.Dequeue();
            _clock.MoveTo(UptimeMs);
            int before = _device!.Ring.Next;
            _device.MotionSensors[pin].OnEdge(level, ticks);
            Record(before);
            (_publishAtMs, _sampleAtMs) = (_timetable.NowMs, _timetable.NowMs);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Run()
    {
        if (!IsOn || DueMs > _timetable.NowMs)
        {
            return;
        }

        _clock.MoveTo(UptimeMs);
        if (_sampleAtMs <= _timetable.NowMs)
        {
            int before = _device!.Ring.Next;
            int waitMs = _sampler!.Step();
            Record(before);
            _sampleAtMs = Later(waitMs);
        }

        if (_isPublisherOver)
        {
            _publishAtMs = long.MaxValue;
            return;
        }

        Publish();
    }

    /// <summary>The watchdog asks for it.</summary>
    void IConsoleBoard.Restart()
    {
        _watchVersion++;
        _timetable.In(0, PowerOff);
        _timetable.In(RestartMs, PowerOn);
    }

    bool IConsoleBoard.TryReach(string host, int port) => false;

    /// <summary>Something was told to the device: it is looked at.</summary>
    public void Wake()
    {
        if (IsOn && _device!.Wake.WaitOne(0))
        {
            _device.Wake.Set();
            _publishAtMs = _timetable.NowMs;
        }
    }

    private void Publish()
    {
        for (int steps = 0; ; steps++)
        {
            int waitMs = Math.Min(_device!.Step(), _device.Connection.WaitMs);
            _publishAtMs = Later(waitMs);
            if (!_device.Wake.WaitOne(0) && _publishAtMs > _timetable.NowMs)
            {
                return;
            }

            if (steps > StepsAtOneTime)
            {
                throw new LawException("the publisher spins");
            }
        }
    }

    private long Later(int waitMs) => waitMs == int.MaxValue ? long.MaxValue : _boot!.WorldMs(_clock.UptimeMs + waitMs);

    private void Record(int before)
    {
        EventRing ring = _device!.Ring;
        for (int number = before; number != ring.Next; number = unchecked(number + 1))
        {
            _boot!.Raised.Add(RingPeek.At(ring, number, _clock.UptimeMs / BatchFormat.TickMs));
        }
    }

    private int DrawId()
    {
        int back = Math.Min(_repeatBack, _truth.Boots.Count);
        _repeatBack = 0;
        if (back > 0)
        {
            return _truth.Boots[^back].Id;
        }

        int id;
        do
        {
            id = _random.Next(BatchFormat.BootMask + 1);
        }
        while (_truth.IsTaken(id));
        return id;
    }

    // As if it had been up for months: some events, and some minutes, before a wrap.
    private (uint First, long UptimeMs) DrawBeginning(int id)
    {
        if (!_isNearWrap)
        {
            return (1, 0);
        }

        _isNearWrap = false;
        Random random = new(id);
        return (unchecked((uint)-random.Next(1, 400)), WrapsMs[random.Next(WrapsMs.Length)] - random.Next(1, 300_000));
    }

    private void Burst(long edges, int pin)
    {
        for (int i = 0; i < 10 && edges > 0 && !_isCalm; i++, edges--)
        {
            Toggle(pin);
        }

        if (edges > 0 && !_isCalm)
        {
            _timetable.In(1, () => Burst(edges, pin));
        }
    }

    private void Oscillate(long untilMs, int pin)
    {
        for (int i = 0; i < OscillatingEdgesInAMs && !_isCalm; i++)
        {
            Toggle(pin);
        }

        if (_timetable.NowMs < untilMs && !_isCalm)
        {
            _timetable.In(1, () => Oscillate(untilMs, pin));
        }
    }

    private void EndPublisher()
    {
        if (IsOn && !_isPublisherOver)
        {
            _isPublisherOver = true;
            Watch(++_watchVersion);
        }
    }

    private void Watch(int version)
    {
        if (version == _watchVersion)
        {
            _clock.MoveTo(UptimeMs);
            _timetable.In(WatchMs, () => Watch(version));
            _watchdog!.Step();
        }
    }

    private void Chatter(long untilMs, int pin)
    {
        Toggle(pin);
        if (_timetable.NowMs < untilMs && !_isCalm)
        {
            _timetable.In(100, () => Chatter(untilMs, pin));
        }
    }

    private void TellLater(int ms)
    {
        int version = ++_tellVersion;
        _timetable.In(ms, () =>
        {
            if (version == _tellVersion)
            {
                Tell();
            }
        });
    }

    // What a time source says is off by some ms of its own, within the error that it states.
    private void Tell()
    {
        if (_isTold && IsOn)
        {
            long uptimeMs = UptimeMs;
            double offsetMs = _offsetMs + ((_random.Next(3) - 1) * (TimeErrorMs - 2));
            double nowMs = _boot!.TrueMs(uptimeMs / BatchFormat.TickMs) + (uptimeMs % BatchFormat.TickMs);
            _device!.WallClock.Set((long)(WorldTime.Start.ToUnixTimeMilliseconds() + nowMs + offsetMs), uptimeMs, TimeErrorMs);
            _boot.ClockSet.Add((_offsetMs, _boot.Raised.Count));
        }

        TellLater(TellAgainMs);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_bootPending")]
    private static extern ref bool IsBootPending(Publisher publisher);
}
