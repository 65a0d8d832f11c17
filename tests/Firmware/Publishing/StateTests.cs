using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Publishing;

public sealed class StateTests
{
    private const int Minute = 60000;

    // The names are acknowledged first.
    private const int AfterNamesMs = 20;

    [Fact]
    public void TheStateIsToldOnConnectAndEveryMinute()
    {
        Bench bench = new();

        bench.RunFor((3 * Minute) + 1000);

        Assert.Equal([0L, Minute, 2 * Minute, 3 * Minute], bench.SentStates.Select(message => message.AtMs - AfterNamesMs));
    }

    [Fact]
    public void WithoutAnotherPeriodTheStateIsToldEveryFiveMinutes()
    {
        Bench bench = new(settings => settings.StateMs = new Settings().StateMs);

        bench.RunFor((15 * Minute) + 1000);

        Assert.Equal([0L, 5 * Minute, 10 * Minute, 15 * Minute], bench.SentStates.Select(message => message.AtMs - AfterNamesMs));
        Assert.All(bench.SentStates, message => Assert.Equal(300u, message.Batch.Period));
    }

    [Fact]
    public void TheStateIsToldAtOnceWhenTheTimeIsKnown()
    {
        Bench bench = Bench.Connected();
        bench.RunFor(9000);

        bench.Device.WallClock.Set(1_700_000_000_000, bench.Clock.UptimeMs, 100);
        bench.RunFor(1000);
        bench.Device.WallClock.Set(1_700_000_001_000, bench.Clock.UptimeMs, 100);
        bench.RunFor(1000);

        SentMessage state = Assert.Single(bench.SentStates);
        Assert.Equal(10_000, state.AtMs);
        Assert.NotNull(state.Batch.Anchor);
    }

    /// <summary>No event tells the level that a motion sensor has when it has settled.</summary>
    [Fact]
    public void TheStateIsToldAtOnceWhenAMotionSensorHasSettled()
    {
        Bench bench = new();
        HandPin pin = new();
        bench.Device.MotionSensors[0].StartOn(pin, bench.Clock, 30_000);
        bench.RunFor(20_000);
        bench.Broker.Sent.Clear();
        pin.Level = true;
        bench.RunFor(15_000);

        bench.Device.MotionSensors[0].Look(pin, bench.Clock);
        bench.RunFor(1000);

        SentMessage state = Assert.Single(bench.SentStates);
        Assert.Equal(35_000, state.AtMs);
        Assert.True(state.Batch.Events[0].Flag);
    }

    [Fact]
    public void TheStateIsToldAnewAfterAReconnect()
    {
        Bench bench = Bench.Connected();

        bench.Broker.GoAway();
        bench.RunFor(10_000);
        bench.Broker.IsUp = true;
        bench.RunFor(20_000);

        Assert.Equal(bench.Broker.TriedAt[^1] + AfterNamesMs, Assert.Single(bench.SentStates).AtMs);
    }

    [Fact]
    public void ASteadyStreamOfEventsDoesNotKeepTheStateFromBeingTold()
    {
        Bench bench = new();
        bench.Broker.AnswerAfterMs = 500;

        for (int i = 0; i < 3000; i++)
        {
            bench.Move();
            bench.RunFor(100);
        }

        long[] told = [.. bench.SentStates.Select(message => message.AtMs)];
        Assert.InRange(told.Length, 5, 6);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, Minute, Minute + 1000));
    }

    [Fact]
    public void AStateThatIsRefusedIsToldAgainAndNotAMinuteLater()
    {
        Bench bench = new();
        bench.Broker.Answer = BrokerAnswer.Refuse;
        bench.Schedule.At(1500, () => bench.Broker.Answer = BrokerAnswer.Accept);

        bench.RunFor(10_000);

        Assert.InRange(Assert.Single(bench.Broker.Received, message => message.IsState).AtMs, 1500, 4000);
    }

    [Fact]
    public void AStateThatTheBrokerRefusesTakesTurnsWithEvents()
    {
        Bench bench = Bench.Connected();
        bench.Broker.AnswerToStates = BrokerAnswer.Refuse;

        for (int i = 0; i < 160; i++)
        {
            bench.RunFor(500);
            bench.Move();
        }

        bool[] sent = [.. bench.Broker.Sent.Select(message => message.IsState)];
        Assert.InRange(sent.Count(isState => isState), 4, 8);
        Assert.DoesNotContain(sent.Zip(sent.Skip(1)), pair => pair.First && pair.Second);
    }

    /// <summary>The clock runs fast or slow by up to 50 ppm: 5 ms in 100 s, from the moment at which it was set, in both directions.</summary>
    [Theory]
    [InlineData(Oldest.Reading)]
    [InlineData(Oldest.Fault)]
    [InlineData(Oldest.Measurement)]
    internal void TheStatesTimeCoversTheOldestThatItShows(Oldest oldest)
    {
        Bench bench = Bench.Connected(settings => settings.Humidity.Deadband = 100);
        bench.RunFor(1000);
        int early = (int)(bench.Clock.UptimeMs / BatchFormat.TickMs);
        Show(bench.Device, oldest, early);
        bench.RunFor(1000 * 1000);
        bench.Device.TemperatureSensors[0].OnReading(2000, early + 100_000);
        bench.Device.WallClock.Set(1_700_000_000_000, bench.Clock.UptimeMs, 100);

        bench.RunFor(Minute);

        Assert.Equal(10u + 5u, bench.SentStates.Last().Batch.AnchorError);
    }

    [Fact]
    public void TheStateShowsWhatEverySourceShows()
    {
        Bench bench = Bench.Connected();
        bench.Measure(2153);
        bench.Move(1);
        bench.RunFor(5000);
        bench.Device.TemperatureSensors[0].OnReading(2155, 600);
        bench.Device.TemperatureSensors[1].OnFault(FaultReason.NoAnswer, 601);

        bench.RunFor(Minute);

        BatchBytes state = bench.SentStates.First().Batch;
        long now = state.Sealed;
        Assert.True(state.IsState);
        Assert.Empty(state.Names);
        Assert.Equal(60u, state.Period);
        Assert.Equal(
            [BatchEvent.Temperature(0, 600, 2155), BatchEvent.Motion(0, now, false), BatchEvent.Motion(1, now, true), BatchEvent.Fault(1, 601, true, 1)],
            state.Events);
        Assert.Equal(new Dictionary<long, long> { [CounterId.Edges] = 1, [CounterId.SensorFailures] = 1 }, state.Counters);
        Assert.Equal((4u, 0u), (state.Sequence, state.Waiting));
    }

    [Fact]
    public void TheStateSaysHowManyAreNotYetAcknowledged()
    {
        Bench bench = Bench.Connected(settings => settings.LingerMs = 10 * Minute);
        bench.MeasureMany(5);

        bench.RunFor(Minute);

        Assert.Equal((6u, 5u), (bench.SentStates.First().Batch.Sequence, bench.SentStates.First().Batch.Waiting));
    }

    [Fact]
    public void StateAndNamesOfTheMostSourcesFitAMessage()
    {
        string[] names = [.. Enumerable.Repeat(new string('x', BatchFormat.MaxNameBytes), BatchFormat.MaxSources)];
        Settings settings = new() { ThermometerNames = names, MotionSensorNames = names };
        Boot boot = new(1, BootCause.Pin);
        Device device = new(settings, boot, 32, 32, new HandClock(), new HandClock(), new NoLink(), new Backoff(1, 1, 0), 50);
        for (int i = 0; i < 32; i++)
        {
            device.TemperatureSensors[i].OnReading(i % 2 == 0 ? -4000 : 8500, i % 2 == 0 ? 1 : 1_000_000_000);
            device.TemperatureSensors[i].OnFault(FaultReason.NoAnswer, 1_000_000_000);
        }

        device.WallClock.Set(4_000_000_000_000, 0, int.MaxValue - 10);
        BatchBytes state = BatchBytes.Read(device.Envelope.Writer.Buffer[..device.StateSealer.Seal(2_000_000_000)]);

        Assert.Equal(64, state.Events.Count);
        BatchBytes said = BatchBytes.Read(device.Envelope.Writer.Buffer[..device.NamesSealer.Seal(2_000_000_000)]);
        Assert.InRange(said.Names.Count, 25, 63);
    }

    private static void Show(Device device, Oldest what, int ticks)
    {
        switch (what)
        {
            case Oldest.Reading:
                device.TemperatureSensors[1].OnReading(2000, ticks);
                break;
            case Oldest.Fault:
                device.TemperatureSensors[1].OnFault(FaultReason.NoAnswer, ticks);
                break;
            default:
                device.MeasurementSensors[0].OnReading(5000, ticks);
                break;
        }
    }

    internal enum Oldest
    {
        Reading,
        Fault,
        Measurement,
    }
}
