using System.Text;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>
/// How many IL instructions an event takes on its whole way, in a Release build: from the edge into the ring, sealing, handing the batch to the link, and clearing
/// up after the broker's acknowledgement. What the MQTT client does below the link is not counted.
/// </summary>
public sealed class EdgeToAcknowledgementTests
{
    private const int EdgeEveryMs = 2000;

    private readonly IlMachine _machine = new(Built.Read(Built.Firmware));
    private readonly ITestOutputHelper _output;
    private readonly List<int> _tokens = [];
    private readonly object _device;
    private readonly object _interrupts;
    private long _uptimeMs = 1000;
    private bool _level;

    public EdgeToAcknowledgementTests(ITestOutputHelper output)
    {
        _output = output;
        Teach();
        object settings = _machine.New("NanoEvents.Firmware.Settings");
        IlMachine.SetField(settings, "StateMs", int.MaxValue);

        // Each edge is an event at once.
        IlMachine.SetField(settings, "DebounceMs", 0);
        IlMachine.SetField(settings, "HoldMs", 0);
        IlFake clock = new() { ["get_UptimeMs"] = _ => _uptimeMs };
        IlFake link = new() { ["TryOpen"] = _ => true, ["TrySend"] = Take };
        _device = _machine.New(
            "NanoEvents.Firmware.Device",
            settings,
            _machine.New("NanoEvents.Firmware.Boot", 1, 0, false),
            0,
            1,
            clock,
            clock,
            link,
            _machine.New("NanoEvents.Firmware.Backoff", 1000, 60000, 1),
            50,
            null!,
            null!);
        object sensor = ((Array)IlMachine.Field(_device, "MotionSensors")!).GetValue(0)!;
        _machine.Run(sensor, "Start", false, 0, 0);
        _interrupts = _machine.New("NanoEvents.Esp32.PinInterrupts", 64, IlMachine.Field(_device, "Counters"));
        _machine.Run(_interrupts, "Add", 0, sensor);
        _machine.Run(IlMachine.Field(_device, "WallClock")!, "Set", 1_800_000_000_000L, _uptimeMs, 200);

        // Names and state, then the batch that tells of the start; after that there is nothing to do.
        Edge();
        Step();
        Acknowledge();
        Step();
        Acknowledge();
        Step();
        Acknowledge();
        Step();
    }

    [Theory]
    [InlineData(1, 2450)]
    [InlineData(64, 520)]
    public void AnEventTakesAtMostThisMany(int events, int most)
    {
        int messages = _tokens.Count;
        int first = FirstUnacknowledged();
        int edges = 0;
        for (int i = 0; i < events; i++)
        {
            edges += Edge();
        }

        int send = Step();
        string parts = _machine.Breakdown;
        int batch = send + Acknowledge() + Step();

        int each = (edges + batch) / events;
        _output.WriteLine($"From edge to acknowledged batch, {events} events a batch: {each} IL instructions an event, {edges / events} of them from edge to ring (sending: {parts})");
        Assert.Equal((1, events), (_tokens.Count - messages, FirstUnacknowledged() - first));
        Assert.InRange(each, 1, most);
    }

    private int Edge()
    {
        _uptimeMs += EdgeEveryMs;
        _level = !_level;
        return _machine.Run(_interrupts, "ProcessEvent", 0u, _level ? 1u : 0u, new DateTime(_uptimeMs * TimeSpan.TicksPerMillisecond)).Instructions;
    }

    private int Step() => _machine.Run(_device, "Step").Instructions;

    private int Acknowledge() => _machine.Run(IlMachine.Field(_device, "Connection")!, "OnAcknowledged", _tokens[^1], true).Instructions;

    private int FirstUnacknowledged() => (int)_machine.Run(IlMachine.Field(_device, "Outbox")!, "get_FirstUnacknowledged").Result!;

    private object? Take(object?[] arguments)
    {
        _tokens.Add((int)arguments[3]!);
        return true;
    }

    private void Teach()
    {
        _machine.Library["System.Environment::get_TickCount64"] = _ => 5000L + _uptimeMs;
        _machine.Library["System.Int32::ToString"] = _ => "1";
        _machine.Library["System.String::Concat"] = _ => "text";
        _machine.Library["System.Text.Encoding::get_UTF8"] = _ => new IlFake { ["GetBytes"] = a => Encoding.UTF8.GetBytes((string)a[0]!) };
    }
}
