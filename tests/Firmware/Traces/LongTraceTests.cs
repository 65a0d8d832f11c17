using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

public sealed class LongTraceTests
{
    private const int Rows = 1_000_000;
    private const int Growth = 1_000_000;

    // Gaps of 90 days, 300 days, 16 years and 275 years; at the end a value that moves once in 150 days of standing still.
    private const string Years = """
        timestamp,A_Temp,B_Temp,A_PIR
        2001-01-01T00:00:00,20,20,0
        2001-01-01T00:00:30,21,21,1
        2001-04-01T00:00:00,22,21,0
        2002-02-01T00:00:00,23,21,1
        2002-04-01T00:00:00,24,21,0
        2018-01-01T00:00:00,25,22,0
        2018-04-20T00:00:00,25,22,0
        2018-06-20T00:00:00,25,22,0
        2293-01-01T00:00:00,26,22,1

        """;

    private readonly List<long> _heap = [];

    [Fact]
    public void EncodingAMillionRowsTakesNoMoreMemoryThanAFew()
    {
        Trace trace = Generated();

        long batches = BatchEncoder.Encode(trace, 64).LongCount();

        Assert.InRange(batches, 1000, Rows);
        AssertHeapIsBounded();
    }

    [Fact]
    public void PlayingAMillionRowsTakesNoMoreMemoryThanAFew()
    {
        CountingLink link = new();
        using TracePlayer player = new(Generated(), double.PositiveInfinity, new Settings(), new Boot(1, BootCause.Unknown), link);

        player.Play(TestContext.Current.CancellationToken);
        player.Drain(TestContext.Current.CancellationToken);

        EventRing ring = player.Device.Core.Ring;
        Assert.Equal((0, ring.Next), (ring.Dropped, player.Device.Core.Outbox.FirstUnacknowledged));
        Assert.InRange(ring.Next, Rows, int.MaxValue);
        AssertHeapIsBounded();
    }

    [Fact]
    public void YearsBetweenTwoRowsAreEncodedAsTheyAre()
    {
        List<BatchBytes> batches = [.. BatchEncoder.Encode(TraceFile.Read("years", new StringReader(Years)), 64).Select(BatchBytes.Read)];

        Assert.Equal(Recorded.Events(Years), batches.SelectMany(batch => batch.Events.Select(e => e with { Ticks = e.Ticks + batch.Anchor!.Value })));
        Assert.Equal([7, 4, 2, 2], batches.Select(batch => batch.Events.Count));
    }

    [Fact]
    public void YearsBetweenTwoRowsArePlayedAsTheyAre()
    {
        InstantLink link = new();
        using TracePlayer player = new(TraceFile.Read("years", new StringReader(Years)), double.PositiveInfinity, new Settings(), new Boot(1, BootCause.Unknown), link);

        player.Play(TestContext.Current.CancellationToken);
        player.Drain(TestContext.Current.CancellationToken);

        IEnumerable<BatchBytes> batches = link.Received.Where(message => message.Topic == Topic.Events).Select(message => BatchBytes.Read(message.Bytes));
        Assert.Equal(Recorded.Events(Years), batches.SelectMany(batch => batch.Events.Select(e => e with { Ticks = e.Ticks + batch.Anchor!.Value })));
    }

    private Trace Generated() =>
        TraceFile.Read("generated", new GeneratedTrace(Rows, Rows / 10, () => _heap.Add(GC.GetTotalMemory(true))));

    private void AssertHeapIsBounded()
    {
        Assert.Equal(11, _heap.Count);
        Assert.InRange(_heap.Max() - _heap[1], long.MinValue, Growth);
    }

    private sealed class CountingLink : ILink
    {
        private ILinkListener? _listener;

        public bool TryOpen(ILinkListener listener)
        {
            _listener = listener;
            return true;
        }

        public bool TrySend(int topic, byte[] buffer, int length, int token)
        {
            _listener!.OnAcknowledged(token, true);
            return true;
        }

        public void Abort()
        {
        }
    }
}
