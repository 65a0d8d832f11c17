using System.Text;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>
/// The compiled firmware with one motion pin, connected, and with nothing left to send. Below it are stand-ins: the pin, and the MQTT client, of which the objects
/// that it makes for a message are counted, and not its instructions.
/// </summary>
internal sealed class DeviceOnMachine
{
    private readonly IlMachine _machine = new(Built.Read(Built.Firmware));
    private readonly object _device;
    private readonly object _sensor;
    private readonly object _session;
    private readonly object _interrupts;
    private readonly object _pin;
    private readonly object _loop;
    private readonly IlFake _clock;
    private long _interruptsMs = 1000;
    private bool _level;

    /// <param name="isHeld">Whether motion ends as by default, some seconds after the pin has become still; otherwise each edge is an event at once.</param>
    public DeviceOnMachine(bool isHeld)
    {
        Teach();
        object settings = _machine.New("NanoEvents.Firmware.Settings");
        IlMachine.SetField(settings, "StateMs", int.MaxValue);
        if (!isHeld)
        {
            IlMachine.SetField(settings, "DebounceMs", 0);
            IlMachine.SetField(settings, "HoldMs", 0);
        }

        _clock = new() { ["get_UptimeMs"] = _ => UptimeMs };
        object link = _machine.New("NanoEvents.Esp32.MqttLink", settings, "online", null, null);
        object backoff = _machine.New("NanoEvents.Firmware.Backoff", 1000, 60000, 1);
        _device = _machine.New("NanoEvents.Firmware.Device", settings, _machine.New("NanoEvents.Firmware.Boot", 1, 0, false), 0, 1, _clock, _clock, link, backoff, 50, null, null);
        _session = Open(link);
        _sensor = ((Array)IlMachine.Field(_device, "MotionSensors")!).GetValue(0)!;
        _pin = _machine.New("NanoEvents.Esp32.MotionPin", new IlFake { ["OpenPin"] = _ => new IlFake { ["Read"] = _ => _level } }, 0, false);
        _machine.Run(_sensor, "Start", false, 0, 0);
        _interrupts = _machine.New("NanoEvents.Esp32.PinInterrupts", 64, IlMachine.Field(_device, "Counters"));
        _machine.Run(_interrupts, "Add", 0, _sensor);
        _loop = _machine.New("NanoEvents.Esp32.PublisherLoop", _device, new IlFake { ["Set"] = _ => ++Looks > 0 });
        _machine.Run(IlMachine.Field(_device, "WallClock")!, "Set", 1_800_000_000_000L, UptimeMs, 200);

        // Names and state, then the batch that tells of the start; after that there is nothing to do.
        Step();
        Edge(10000);
        Acknowledge();
        Step();
        Acknowledge();
        Step();
        Acknowledge();
        Step();
    }

    /// <summary>How many messages the MQTT client has got.</summary>
    public int Messages { get; private set; }

    /// <summary>How many times the sampling thread was told to look.</summary>
    public int Looks { get; private set; }

    /// <summary>Every event below this number is acknowledged.</summary>
    public int FirstUnacknowledged => (int)_machine.Run(IlMachine.Field(_device, "Outbox")!, "get_FirstUnacknowledged").Result!;

    // The interrupt's time begins elsewhere than the device's.
    private long UptimeMs => 5000L + _interruptsMs;

    /// <summary>The latest run's instructions, method by method.</summary>
    public string Breakdown => _machine.Breakdown;

    /// <summary>The pin changes, some time after the edge before.</summary>
    public IlRun Edge(int laterMs)
    {
        _interruptsMs += laterMs;
        _level = !_level;
        return _machine.Run(_interrupts, "ProcessEvent", 0u, _level ? 1u : 0u, new DateTime(_interruptsMs * TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The sampling thread does what is due for the pin.</summary>
    public IlRun Look(int laterMs)
    {
        _interruptsMs += laterMs;
        return _machine.Run(_sensor, "LookIfDue", _pin, _clock);
    }

    /// <summary>The publishing thread's step.</summary>
    public IlRun Step() => _machine.Run(_device, "Step");

    /// <summary>The publishing thread's step with what its loop does around it.</summary>
    public IlRun LoopStep() => _machine.Run(_loop, "Step");

    /// <summary>The broker acknowledges the last message.</summary>
    public IlRun Acknowledge() => _machine.Run(_session, "Published", true);

    private object Open(object link)
    {
        object connection = IlMachine.Field(_device, "Connection")!;
        object state = _machine.New("NanoEvents.Firmware.LinkSession", connection);
        IlMachine.SetField(state, "_isOpen", true);
        object session = _machine.New("NanoEvents.Esp32.MqttSession", IlMachine.Field(link, "_opening"), state);
        IlMachine.SetField(session, "_client", new IlFake { ["Publish"] = _ => (ushort)++Messages });
        IlMachine.SetField(link, "_session", session);
        IlMachine.SetField(connection, "_isOpen", true);
        _machine.Run(IlMachine.Field(_device, "Publisher")!, "OnOpened");
        return state;
    }

    private void Teach()
    {
        _machine.Library["System.Environment::get_TickCount64"] = _ => UptimeMs;
        _machine.Library["System.Object::GetHashCode"] = a => ((IlReference)a[0]!).Get();
        _machine.Library["System.Int32::ToString"] = _ => "1";
        _machine.Library["System.String::Concat"] = _ => "text";
        _machine.Library["System.Text.Encoding::get_UTF8"] = _ => new IlFake { ["GetBytes"] = a => Encoding.UTF8.GetBytes((string)a[0]!) };
    }
}
