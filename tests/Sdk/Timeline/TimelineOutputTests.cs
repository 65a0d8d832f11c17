using Xunit;

namespace NanoEvents.Tests;

public sealed class TimelineOutputTests
{
    private readonly TimelineOutput _output = new(new TimelineCounts());
    private readonly InFlight.Intake _intake = new InFlight(32, TimeProvider.System).Begin();
    private readonly List<Delivery> _deliveries = [];

    [Fact]
    public void RunsLossesAndAcknowledgementsComeOutInTheirOrder()
    {
        Assert.Equal("", Read());
        List<string> added = [];
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            for (int left = random.Next(30); left > 0; left--)
            {
                added.Add(AddAny(random));
            }

            Assert.Equal(string.Join(' ', added.SelectMany(one => one.Split(' ', StringSplitOptions.RemoveEmptyEntries))), Read());
            added.Clear();
        }
    }

    [Fact]
    public void WaitingIsWhatIsLeftOfABatchAndAnAcknowledgementIsDueAfterItsLastEvent()
    {
        AddRun(1, 3);
        AddDue();
        AddDue();
        AddRun(4, 1);
        Assert.Equal((0, false), (_output.Waiting, _output.IsDue));

        Assert.True(_output.TryTake(out _));
        Assert.Equal((2, false), (_output.Waiting, _output.IsDue));
        Assert.False(_output.TryTakeDue(out _));
        Assert.True(_output.TryTake(out _));
        Assert.True(_output.TryTake(out NanoEvent third));
        Assert.Equal((3u, 0), (third.Sequence, _output.Waiting));
        Assert.False(_output.TryTake(out _));
        Assert.True(_output.IsDue);

        Assert.False(_output.TryTake(out _));
        Assert.True(_output.TryTakeDue(out Ready first));
        Assert.Same(_deliveries[0], first.Due);
        Assert.True(_output.IsDue);
        Assert.True(_output.TryTakeDue(out Ready second));
        Assert.Same(_deliveries[1], second.Due);
        Assert.False(_output.TryTakeDue(out _));
        Assert.Equal("4", Read());
        Assert.False(_output.IsDue);
    }

    [Fact]
    public void BatchesWithoutEventsAreSteppedOverHoweverManyThereAre()
    {
        for (int i = 0; i < 50_000; i++)
        {
            AddRun(1, 0);
        }

        AddRun(1, 2);

        Assert.Equal("1 2", Read());
    }

    [Fact]
    public void TheBatchesBehindAHoleComeOutWholeAndInOrder()
    {
        var counts = new TimelineCounts();
        var output = new TimelineOutput(counts);
        var timeline = new DeviceTimeline("hall", TimeSpan.FromSeconds(5), null, output);
        Add(TestBatch.Of(1, 10) with { HasBoot = true });
        for (uint i = 40; i > 1; i--)
        {
            Add(TestBatch.Of(1 + (i * 10), 10));
        }

        Add(TestBatch.Of(11, 10));

        List<string> expected = ["boot", .. Enumerable.Range(1, 410).SelectMany(i => i % 10 == 0 ? [$"{i}", "due"] : new[] { $"{i}" })];
        Assert.Equal(string.Join(' ', expected), Read(output));
        Assert.Equal((410, 0), (counts.Snapshot().Delivered, counts.Snapshot().Lost));

        void Add(TestBatch batch) => Assert.True(timeline.TryAdd(
            batch.ToArray(), new Arrived(TimelineRun.Start, TimelineRun.Start, false, false), _intake.Take(null), false, out _));
    }

    private static string Read(TimelineOutput output)
    {
        List<string> read = [];
        while (true)
        {
            while (output.TryTake(out NanoEvent e))
            {
                read.Add(e.Kind switch { EventKind.Lost => $"lost{e.From}", EventKind.Boot => "boot", _ => $"{e.Sequence}" });
            }

            if (!output.TryTakeDue(out _))
            {
                return string.Join(' ', read);
            }

            read.Add("due");
        }
    }

    private string Read() => Read(_output);

    private string AddAny(Random random)
    {
        uint first = (uint)random.Next(1, 100_000);
        switch (random.Next(4))
        {
            case 0:
                AddDue();
                return "due";
            case 1:
                _output.Add(NanoEvent.OfLoss("hall", 1, first, 1, LossCause.Transit));
                return $"lost{first}";
            default:
                int count = random.Next(9);
                int from = random.Next(count + 1);
                AddRun(first, count, from);
                return string.Join(' ', Enumerable.Range((int)first + from, count - from));
        }
    }

    private void AddRun(uint first, int count, int from = 0)
    {
        byte[] payload = (TestBatch.Of(first, count) with { HasBoot = true }).ToArray();
        Assert.True(BatchReader.TryRead(payload, out Batch batch, out _));
        EventRun run = _output.NewRun();
        run.Fill("hall", payload, batch, from, default, null, default);
        _output.Add(run);
    }

    private void AddDue()
    {
        _deliveries.Add(_intake.Take(null));
        _output.Due(_deliveries[^1]);
    }
}
