using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class StateFollowTests
{
    private const int Boot = 0xB001;
    private const int ToldMeasurement = BatchFormat.FirstPrivateMeasurement;
    private const int ToldState = BatchFormat.FirstPrivateState;
    private const int UnknownKind = 9;

    [Theory]
    [InlineData(1, 1u)]
    [InlineData(2, 1u)]
    [InlineData(3, uint.MaxValue - 30)]
    [InlineData(4, uint.MaxValue - 200)]
    public void ABatchMakesTheSameStateAsItsEventsOneByOne(int seed, uint first)
    {
        var random = new Random(seed);
        KnownKinds kinds = Kinds();
        for (int run = 0; run < 300; run++)
        {
            var whole = new DeviceStateTracker("hall");
            var single = new DeviceStateTracker("hall");
            uint next = first;
            Both(tracker => tracker.Open(Boot));
            for (int message = 0; message < 6; message++)
            {
                if (random.Next(3) == 0)
                {
                    // A state that knows some of the numbers that come, or was overtaken by them.
                    byte[] state = Draw(random, next + (uint)random.Next(-20, 70), isState: true);
                    Both(tracker => Apply(tracker, state));
                }

                byte[] batch = Draw(random, next, isState: false);
                Assert.True(BatchReader.TryRead(batch, out Batch read, out _));
                int from = random.Next(4) == 0 ? random.Next(read.EventCount + 1) : 0;
                EventDating dating = Dating(random);
                whole.Follow(read, from, dating, kinds);
                foreach (BatchEvent e in read)
                {
                    if (e.Index >= from)
                    {
                        single.Follow(NanoEvent.Of(e, "hall", Boot, dating.At(e.Ticks), read.Sequence + (uint)e.Index, null, kinds));
                    }
                }

                Assert.Equal(Text(single.Snapshot()), Text(whole.Snapshot()));
                next += (uint)read.EventCount;
            }

            void Both(Action<DeviceStateTracker> what)
            {
                what(whole);
                what(single);
            }
        }
    }

    [Fact]
    public void ABatchOfAnotherBootChangesNothing()
    {
        var tracker = new DeviceStateTracker("hall");
        tracker.Open(Boot + 1);
        Assert.True(BatchReader.TryRead(Draw(new Random(1), 1, isState: false), out Batch batch, out _));

        tracker.Follow(batch, 0, default, Kinds());

        Assert.Empty(tracker.Snapshot().Sources);
    }

    private static KnownKinds Kinds()
    {
        var told = new EventKinds();
        told.Add(Measurement.Private(ToldMeasurement, "co2", "ppm"));
        told.Add(Condition.Private(ToldState, "door", "open", "closed"));
        return new KnownKinds(told, null);
    }

    private static void Apply(DeviceStateTracker tracker, byte[] state)
    {
        Assert.True(BatchReader.TryRead(state, out Batch read, out _));
        tracker.Apply(read, default, null, Kinds().Told, isAhead: false);
    }

    private static EventDating Dating(Random random) => random.Next(3) switch
    {
        0 => default,
        1 => EventDating.ByArrival(TimelineRun.Start, 10_000),
        _ => EventDating.ByArrival(TimelineRun.Start.AddHours(random.Next(9)), 10_000).FromAfar(9_000),
    };

    private static byte[] Draw(Random random, uint first, bool isState)
    {
        var writer = new BatchWriter();
        writer.Begin(Boot, unchecked((int)first), 10_000, isState);
        bool isUsual = random.Next(3) == 0;
        for (int left = isState ? random.Next(6) : random.Next(BatchFormat.MaxEvents + 1); left > 0 && writer.HasRoom; left--)
        {
            Put(writer, random, isUsual ? random.Next(2) : random.Next(12));
        }

        return writer.Buffer.AsSpan(0, writer.End()).ToArray();
    }

    private static void Put(BatchWriter writer, Random random, int what)
    {
        int source = random.Next(4) == 0 ? random.Next(BatchFormat.MaxSources) : random.Next(3);
        bool flag = random.Next(2) == 0;
        int ticks = 9_000 + random.Next(1_000);
        byte value = (byte)random.Next(128);
        switch (what)
        {
            case < 2:
                writer.PutEvent(EventWord.Pack(what == 0 ? EventKind.Temperature : EventKind.Motion, source, what == 1 && flag, 0), ticks, what == 0 ? random.Next(-2_000, 4_000) : 0);
                break;
            case 2:
                writer.PutRaw((int)EventKind.Threshold, source, flag, ticks, [value, value, 1]);
                break;
            case 3:
                writer.PutRaw((int)EventKind.Chatter, source, flag, ticks, [value, value]);
                break;
            case 4:
                writer.PutRaw((int)EventKind.Fault, source, flag, ticks, [value]);
                break;
            case 5:
                writer.PutRaw((int)EventKind.Humidity, source, flag, ticks, [value]);
                break;
            case 6:
                writer.PutRaw(BatchFormat.KindSensorFault, source, flag, ticks, [random.Next(2) == 0 ? (byte)EventKind.Humidity : (byte)ToldMeasurement, value]);
                break;
            case 7:
                writer.PutRaw(ToldMeasurement + random.Next(2), source, flag, ticks, [value]);
                break;
            case 8:
                writer.PutRaw(ToldState + random.Next(2), source, flag, ticks, []);
                break;
            case 9:
                writer.PutRaw(BatchFormat.KindStateChatter, source, flag, ticks, [(byte)ToldState, value, value]);
                break;
            case 10:
                writer.PutRaw(BatchFormat.KindLimit, source, flag, ticks, [random.Next(2) == 0 ? (byte)EventKind.Humidity : (byte)ToldMeasurement, value, value, 1]);
                break;
            default:
                writer.PutRaw(random.Next(2) == 0 ? UnknownKind : (int)EventKind.Fault, source, flag, ticks, new byte[random.Next(6)]);
                break;
        }
    }

    private static string Text(DeviceState state) =>
        $"{state.BootId} {state.NextSequence} {state.Waiting} {string.Join(" | ", state.Sources.Select(Text))}";

    private static string Text(SourceState source) =>
        $"{source.Type} {source.Source} {source.Moving} {source.Condition} {source.On} {source.Time:O} {source.Clock} {source.Fault} {string.Join(", ", source.Readings)}";
}
