using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>
/// The firmware on a bench, in virtual time: the test moves pins and thermometers, the publisher's step is called exactly when it asked for it or was
/// woken, as the board's thread does it.
/// </summary>
internal sealed class Bench
{
    private const int StepsAtOneTime = 1000;

    private int _measured;

    public Bench(Action<Settings>? set = null, IPageStorage? pages = null, int boot = 0xABCDEF)
    {
        Settings = new Settings { DebounceMs = 0, HoldMs = 0, MotionMaxPerMinute = 0, SettleMs = 0, StateMs = 60_000 };
        set?.Invoke(Settings);
        Broker = new ScriptedBroker(Clock, Schedule);
        WriteBudget budget = new(WriteBudget.BoardPeriodMs, WriteBudget.BoardMaxSaved);
        EventStore? store = pages == null ? null : new EventStore(pages, Settings.StoreKilobytes, boot, budget);
        Device = new Device(Settings, new Boot(boot, BootCause.Timer), 2, 2, Clock, Clock, Broker, new Backoff(1000, 60000, 5), 50, store);
    }

    public Settings Settings { get; }

    public HandClock Clock { get; } = new();

    public Schedule Schedule { get; } = new();

    public ScriptedBroker Broker { get; }

    public Device Device { get; }

    /// <summary>Everything that was raised; number 1 stands first.</summary>
    public List<BatchEvent> Raised { get; } = [];

    public IEnumerable<SentMessage> SentEvents => Broker.Sent.Where(message => message.IsEvents);

    public IEnumerable<SentMessage> SentStates => Broker.Sent.Where(message => message.IsState);

    public IEnumerable<SentMessage> SentNames => Broker.Sent.Where(message => message.Topic == Topic.Names);

    private int NowTicks => (int)(Clock.UptimeMs / BatchFormat.TickMs);

    /// <summary>A device that is connected, with its boot acknowledged and its state told; what it has sent so far is forgotten.</summary>
    public static Bench Connected(Action<Settings>? set = null)
    {
        Bench bench = new(set);
        bench.RunFor(1000);
        bench.Broker.Sent.Clear();
        bench.Broker.Received.Clear();
        return bench;
    }

    /// <summary>A pin changes: an urgent event.</summary>
    public void Move(int source = 0)
    {
        bool level = !Device.MotionSensors[source].Level;
        Raised.Add(BatchEvent.Motion(source, NowTicks, level));
        Device.MotionSensors[source].OnEdge(level, NowTicks);
    }

    /// <summary>A thermometer is read and has moved: an event that may linger.</summary>
    public void Measure(int centiCelsius, int source = 0)
    {
        Raised.Add(BatchEvent.Temperature(source, NowTicks, centiCelsius));
        Device.TemperatureSensors[source].OnReading(centiCelsius, NowTicks);
    }

    public void MeasureMany(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _measured = _measured == 2000 ? 2100 : 2000;
            Measure(_measured);
        }
    }

    public void RunFor(int ms) => RunUntil(Clock.UptimeMs + ms);

    public void RunUntil(long endMs)
    {
        int steps = 0;
        while (true)
        {
            long dueMs = Clock.UptimeMs + Math.Min(Device.Step(), Device.Connection.WaitMs);
            if (Device.Wake.WaitOne(0))
            {
                continue;
            }

            long nextMs = Math.Min(dueMs, Schedule.NextMs);
            steps = nextMs > Clock.UptimeMs ? 0 : steps + 1;
            Assert.True(steps < StepsAtOneTime, "the publisher spins");
            if (nextMs > endMs)
            {
                break;
            }

            Clock.UptimeMs = nextMs;
            Schedule.RunUntil(nextMs);
        }

        Clock.UptimeMs = endMs;
    }
}
