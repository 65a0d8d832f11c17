using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>How many IL instructions the firmware, compiled as for release, executes for an event; a library call is one.</summary>
public sealed class FirmwareInstructionTests(ITestOutputHelper output)
{
    private const int MaxForAnEdge = 110;
    private const int MaxForALook = 350;
    private const int MaxForAReading = 350;

    private readonly IlMachine _machine = new(Built.Read(Built.Firmware));
    private long _uptimeMs;

    /// <summary>A reading that ends a fault and crosses a limit: within the deadband of the temperature raised last, or beyond it.</summary>
    [Theory]
    [InlineData(2995, 3001, 2)]
    [InlineData(2000, 3100, 3)]
    public void AReadingThatRaisesSeveralEventsTakesAtMost350Instructions(int before, int reading, int events)
    {
        object ring = Ring();
        object sensor = TemperatureSensor(ring);
        _machine.Run(sensor, "OnReading", before, 10);
        _machine.Run(sensor, "OnFault", 1, 20);
        int raised = Count(ring);

        IlRun run = _machine.Run(sensor, "OnReading", reading, 30);

        output.WriteLine($"From reading to return, with {events} events: {run.Instructions} IL instructions ({_machine.Breakdown})");
        Assert.Equal(events, Count(ring) - raised);
        Assert.InRange(run.Instructions, 1, MaxForAReading);
    }

    [Fact]
    public void AMotionEdgeTakesAtMost110InstructionsFromProcessEventToReturn()
    {
        object ring = Ring();
        object sensor = _machine.New("NanoEvents.Firmware.MotionSensor", 0, _machine.New("NanoEvents.Firmware.Settings"), ring, _machine.New("NanoEvents.Firmware.Counters"), null);
        _machine.Run(sensor, "Start", false, 0, 0);
        object interrupts = Interrupts(sensor);
        Edge(interrupts, true, 1000);
        Edge(interrupts, false, 2000);
        LookAtStillPin(sensor, 10_000);

        IlRun rise = Edge(interrupts, true, 61_000);
        string parts = _machine.Breakdown;
        int raised = Count(ring);
        IlRun fall = Edge(interrupts, false, 62_000);
        IlRun look = LookAtStillPin(sensor, 70_000);

        output.WriteLine($"From ProcessEvent to return, motion raised: {rise.Instructions} IL instructions ({parts}); still: {fall.Instructions}, and {look.Instructions} when it is raised");
        Assert.Equal((3, 4), (raised, Count(ring)));
        Assert.InRange(rise.Instructions, 1, MaxForAnEdge);
        Assert.InRange(fall.Instructions, 1, MaxForAnEdge);
        Assert.InRange(look.Instructions, 1, MaxForALook);
    }

    /// <summary>Woken under a lock that it needs at once, the publisher would wait for the lock, and be put to sleep and woken once more.</summary>
    [Theory]
    [InlineData("EventRing", "PutMotion")]
    [InlineData("WallClock", "TryGet")]
    public void ThePublisherIsNotWokenUnderALockThatItNeedsAtOnce(string type, string one)
    {
        MethodDefinition[] locked = [.. Built.Read(Built.Firmware).GetType("NanoEvents.Firmware." + type).Methods.Where(m => m.IsSynchronized)];

        Assert.Contains(locked, m => m.Name == one);
        Assert.DoesNotContain(locked, m => m.Body.Instructions.Any(i => i.Operand is MethodReference { Name: "Set" }));
    }

    private object Interrupts(object sensor)
    {
        _machine.Library["System.Environment::get_TickCount64"] = _ => 5000L + _uptimeMs;
        object interrupts = _machine.New("NanoEvents.Esp32.PinInterrupts", 64, _machine.New("NanoEvents.Firmware.Counters"));
        _machine.Run(interrupts, "Add", 0, sensor);
        return interrupts;
    }

    private IlRun Edge(object interrupts, bool level, long uptimeMs)
    {
        _uptimeMs = uptimeMs;
        return _machine.Run(interrupts, "ProcessEvent", 0u, level ? 1u : 0u, new DateTime(uptimeMs * TimeSpan.TicksPerMillisecond));
    }

    // The time at which the edges were taken, which is the interrupt's, begins elsewhere than the device's.
    private IlRun LookAtStillPin(object sensor, long uptimeMs) =>
        _machine.Run(sensor, "Look", new IlFake { ["Read"] = _ => false }, new IlFake { ["get_UptimeMs"] = _ => 5000L + uptimeMs });

    private object TemperatureSensor(object ring)
    {
        object settings = _machine.New("NanoEvents.Firmware.Settings");
        IlMachine.SetField(settings, "HighCentiCelsius", 3000);
        IlMachine.SetField(settings, "LowCentiCelsius", 500);
        return _machine.New("NanoEvents.Firmware.TemperatureSensor", 0, settings, ring, _machine.New("NanoEvents.Firmware.Counters"));
    }

    private object Ring() => _machine.New("NanoEvents.Firmware.EventRing", 512, 1, new IlObject(Built.Library("System.Threading.AutoResetEvent")));

    private int Count(object ring) => (int)_machine.Run(ring, "get_Count").Result!;
}
