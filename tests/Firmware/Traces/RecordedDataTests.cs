using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

/// <summary>What the README says of bytes an event, and the events that the recorded trace gives.</summary>
public sealed class RecordedDataTests(ITestOutputHelper output)
{
    // The wall clock at uptime zero in five bytes, and its error, 0, in one.
    private const int AnchorBytes = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void TheBatchesHoldExactlyTheEventsThatTheRulesGiveInTheirOrder(int eventsABatch)
    {
        List<BatchEvent> expected = Recorded.Events(File.ReadAllText(Recorded.Path()));

        List<BatchBytes> batches = [.. BatchEncoder.Encode(TraceFile.Open(Recorded.Path()), eventsABatch).Select(BatchBytes.Read)];

        Assert.Equal(expected, Dated(batches));
        AssertFull(batches, eventsABatch);
        output.WriteLine($"{expected.Count} events");
    }

    [Theory]
    [InlineData(1, 5, 2)]
    [InlineData(2, 32, 32)]
    [InlineData(3, 1, 0)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 9, 9)]
    public void SoDoTheBatchesOfRandomTraces(int seed, int thermometers, int pins)
    {
        string csv = RandomTrace.Csv(seed, 1000, thermometers, pins);
        List<BatchEvent> expected = Recorded.Events(csv);

        foreach (int eventsABatch in new[] { 1, 3, 64 })
        {
            List<BatchBytes> batches = [.. BatchEncoder.Encode(TraceFile.Read("random", new StringReader(csv)), eventsABatch).Select(BatchBytes.Read)];

            Assert.Equal(expected, Dated(batches));
            AssertFull(batches, eventsABatch);
        }
    }

    [Fact]
    public void TheSameTraceGivesTheSameBytes()
    {
        byte[][][] runs = [.. Enumerable.Range(0, 2).Select(_ => BatchEncoder.Encode(TraceFile.Open(Recorded.Path()), 64).ToArray())];

        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void ABatchOf64TakesAtMostFourBytesAnEventWithJitterToo()
    {
        Trace recorded = Recorded.Loaded();
        List<double> all = [BytesAnEvent(recorded, 64, 0)];

        for (int seed = 1; seed <= 20; seed++)
        {
            all.Add(BytesAnEvent(Jittered(recorded, new Random(seed)), 64, 0));
        }

        output.WriteLine($"{all[0]:0.000} bytes an event, {all.Max():0.000} with jitter");
        Assert.All(all, bytes => Assert.InRange(bytes, 1, 4.0));
    }

    [Fact]
    public void ABatchOfOneTakesAtMost24BytesAnd16WithoutTheAnchor()
    {
        Trace recorded = Recorded.Loaded();

        double bytes = BytesAnEvent(recorded, 1, 0);
        double withoutAnchor = BytesAnEvent(recorded, 1, AnchorBytes);

        output.WriteLine($"{bytes:0.000} bytes an event, {withoutAnchor:0.000} without the anchor");
        Assert.InRange(bytes, 1, 24.0);
        Assert.InRange(withoutAnchor, 1, 16.0);
    }

    [Fact]
    public void EncodingAllocatesNothingOnceStarted()
    {
        TraceRow[] rows = [.. Recorded.Loaded().Rows];
        EncodingBench bench = new(Recorded.Loaded().Columns);

        long allocated = Allocated.By(1, () => bench.Encode(rows));

        Assert.Equal(0, allocated);
        Assert.InRange(bench.Bytes, 5000, int.MaxValue);
    }

    private static double BytesAnEvent(Trace trace, int eventsABatch, int less)
    {
        byte[][] batches = [.. BatchEncoder.Encode(trace, eventsABatch)];
        return (double)batches.Sum(batch => batch.Length - less) / batches.Sum(batch => BatchBytes.Read(batch).Events.Count);
    }

    // 10 ms earlier, later or neither.
    private static Trace Jittered(Trace trace, Random random) =>
        trace with { Rows = [.. trace.Rows.Select(row => row with { Ticks = row.Ticks + random.Next(-1, 2) })] };

    private static List<BatchEvent> Dated(List<BatchBytes> batches)
    {
        List<BatchEvent> events = [];
        foreach (BatchBytes batch in batches)
        {
            Assert.Equal(((uint)events.Count + 1, BatchEncoder.BootId, 0u), (batch.Sequence, batch.Boot, batch.Overflow));
            Assert.True(batch.IsShort || batch.Events[^1].Ticks == batch.Sealed, "not sealed at its last event");
            events.AddRange(batch.Events.Select(e => e with { Ticks = e.Ticks + batch.Anchor!.Value }));
        }

        return events;
    }

    private static void AssertFull(List<BatchBytes> batches, int eventsABatch)
    {
        Assert.All(batches.SkipLast(1), batch => Assert.Equal(eventsABatch, batch.Events.Count));
        Assert.InRange(batches[^1].Events.Count, 1, eventsABatch);
    }

    /// <summary>What the encoder does with the firmware, without the array that it hands out.</summary>
    private sealed class EncodingBench
    {
        private readonly IReadOnlyList<TraceColumn> _columns;
        private readonly SimulatedDevice _device;

        public EncodingBench(IReadOnlyList<TraceColumn> columns)
        {
            _columns = columns;
            Settings settings = new() { DebounceMs = 0, HoldMs = 0, SettleMs = 0, MotionMaxPerMinute = 0 };
            Boot boot = new(1, BootCause.Unknown);
            _device = new SimulatedDevice(settings, boot, 4, 2, new SteppedClock(), double.PositiveInfinity, new NoLink(), new Backoff(1, 1, 0));
        }

        public int Bytes { get; private set; }

        public void Encode(TraceRow[] rows)
        {
            _device.Core.WallClock.Set(rows[0].Ticks * BatchFormat.TickMs, 0, 0);
            foreach (TraceRow row in rows)
            {
                int ticks = (int)(row.Ticks - rows[0].Ticks);
                TraceSensors.Apply(_columns, row.Values, ticks, false, _device);
                while (_device.Core.Ring.Count >= BatchFormat.MaxEvents)
                {
                    _device.Core.Outbox.Fill(BatchFormat.MaxEvents);
                    Bytes += _device.Core.EventSealer.Seal(ticks, false);
                    _device.Core.Envelope.Acknowledged();
                    _device.Core.Outbox.Acknowledge();
                }
            }
        }
    }
}
