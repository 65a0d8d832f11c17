using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

public sealed class TracePlayerTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(512)]
    public void TheRecordedTraceArrivesWhole(int capacity)
    {
        List<BatchEvent> expected = Recorded.Events(File.ReadAllText(Recorded.Path()));

        List<BatchEvent> arrived = Play(TraceFile.Open(Recorded.Path()), capacity);

        Assert.Equal(expected, arrived);
    }

    [Theory]
    [InlineData(8, 1, 0)]
    [InlineData(8, 20, 20)]
    [InlineData(9, 0, 3)]
    [InlineData(64, 32, 32)]
    public void ARandomTraceArrivesWholeHoweverSmallTheRing(int capacity, int thermometers, int pins)
    {
        string csv = RandomTrace.Csv(capacity + thermometers, 1000, thermometers, pins);

        List<BatchEvent> arrived = Play(TraceFile.Read("random", new StringReader(csv)), capacity);

        Assert.Equal(Recorded.Events(csv), arrived);
    }

    [Fact]
    public void ATraceWhoseThermometersFailArrivesWholeHoweverSmallTheRing()
    {
        TraceColumn[] columns = [.. Enumerable.Range(0, 12).Select(i => new TraceColumn(SourceType.Thermometer, i, string.Empty))];
        IEnumerable<TraceRow> rows = Enumerable.Range(0, 200).Select(i => new TraceRow(100 * i, [.. columns.Select(_ => i % 2 == 0 ? 2000 + i : 9000)]));

        List<BatchEvent> arrived = Play(new Trace(columns, rows), 8);

        Assert.Equal(12 * 100, arrived.Count(e => e.Kind == "fault" && e.Flag));
        Assert.Equal(12 * 99, arrived.Count(e => e.Kind == "fault" && !e.Flag));
    }

    [Fact]
    public void ARingThatIsTooSmallForATraceIsRefused()
    {
        Settings settings = new() { RingCapacityEvents = 7 };

        Assert.Throws<ArgumentOutOfRangeException>(() => new TracePlayer(BuiltInDay.On(new DateOnly(2025, 1, 6)), 60, settings, new Boot(1, BootCause.Unknown), new NoLink()));
    }

    [Fact]
    public void TheBuiltInDayArrivesWholeAndIsTheSameEveryTime()
    {
        List<BatchEvent>[] days = [.. Enumerable.Range(0, 2).Select(_ => Play(BuiltInDay.On(new DateOnly(2025, 1, 6)), 512))];

        Assert.Equal(days[0], days[1]);
        Assert.Equal(["temperature", "motion", "fault"], days[0].Select(e => e.Kind).Distinct().Order().Reverse());
        Assert.InRange(days[0].Count, 200, 5000);
    }

    [Fact]
    public void ABadLineEndsATraceAfterWhatWasBeforeIt()
    {
        using TracePlayer player = Player(TraceFile.Read("bad", new StringReader("timestamp,A_Temp\n2024-01-01T00:00:00,20\n2024-01-01T00:00:30,x\n")), 512, new InstantLink());

        Assert.Throws<TraceException>(() => player.Play(TestContext.Current.CancellationToken));
        player.Drain(TestContext.Current.CancellationToken);

        Assert.Equal(2, player.Device.Core.Outbox.FirstUnacknowledged);
    }

    [Fact]
    public void ATraceWithoutRowsEndsAtOnce()
    {
        Assert.Empty(Play(TraceFile.Read("empty", new StringReader("timestamp,A_Temp\n")), 512));
    }

    [Fact]
    public void ATraceThatIsHeldBackCanBeCancelled()
    {
        using CancellationTokenSource cancellation = new();
        using TracePlayer player = Player(BuiltInDay.On(new DateOnly(2025, 1, 6)), 512, new InstantLink(), () => false);

        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => player.Play(cancellation.Token));
    }

    // The whole trace is shorter than the time between two states.
    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1_000_000)]
    public void TheLastStateComesAfterTheLastEventsAndSaysHowManyThereWere(double speed)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        TraceColumn[] columns = [new(SourceType.Thermometer, 0, string.Empty)];
        IEnumerable<TraceRow> rows = Enumerable.Range(0, 100).Select(i => new TraceRow(10 * i, [2000 + (100 * i)]));
        InstantLink link = new();
        using TracePlayer player = new(new Trace(columns, rows), speed, new Settings(), new Boot(1, BootCause.Unknown), link);
        player.Play(cancellation);
        player.Drain(cancellation);

        player.TellState(cancellation);

        (int topic, byte[] bytes) = link.Received.Last();
        BatchBytes last = BatchBytes.Read(bytes);
        Assert.Equal((Topic.State, player.Device.Core.Ring.Next, 0L), (topic, (int)last.Sequence, (long)last.Waiting));
    }

    private static List<BatchEvent> Play(Trace trace, int capacity)
    {
        InstantLink link = new();
        using TracePlayer player = Player(trace, capacity, link);
        player.Play(TestContext.Current.CancellationToken);
        player.Drain(TestContext.Current.CancellationToken);
        EventRing ring = player.Device.Core.Ring;
        Assert.Equal((0, ring.Next), (ring.Dropped, player.Device.Core.Outbox.FirstUnacknowledged));
        return Dated(link);
    }

    private static TracePlayer Player(Trace trace, int capacity, ILink link, Func<bool>? mayRaise = null) =>
        new(trace, double.PositiveInfinity, new Settings { RingCapacityEvents = capacity }, new Boot(1, BootCause.Unknown), link, mayRaise);

    private static List<BatchEvent> Dated(InstantLink link)
    {
        List<BatchEvent> events = [];
        foreach (BatchBytes batch in link.Received.Where(message => message.Topic == Topic.Events).Select(message => BatchBytes.Read(message.Bytes)))
        {
            Assert.Equal((uint)events.Count + 1, batch.Sequence);
            events.AddRange(batch.Events.Select(e => e with { Ticks = e.Ticks + (batch.Anchor ?? 0) }));
        }

        return events;
    }
}
