using System.Globalization;
using NanoEvents.Benchmarks.Codec;
using NanoEvents.Benchmarks.Day;
using NanoEvents.Benchmarks.EndToEnd;
using NanoEvents.Firmware;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Quick;

/// <summary>
/// `quick`: the ratios that tell when something has become twice as slow, or larger. It takes less than a minute, needs no broker, and fails where a ratio is
/// beyond its bound. The bounds are wide, because machines differ and do other work; the page's figures come from the whole run.
/// </summary>
internal static class QuickRun
{
    private const int Rounds = 9;
    private const int WireMessages = 400;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(40);

    public static int Start()
    {
        Recording recording = Recording.Load(null);
        RecordedEvent[][] messages = recording.InMessagesOf(64);
        NanoEventsCodec ours = new();
        ProtobufBatchCodec protobuf = new();
        JsonBatchCodec json = new();
        byte[][] oursSent = Encode(ours, messages);
        byte[][] protobufSent = Encode(protobuf, messages);
        byte[][] jsonSent = Encode(json, messages);
        RecordedEvent[] room = new RecordedEvent[64];
        Batches batches = new(recording);
        WireToEvents wire = new([.. Enumerable.Range(0, WireMessages).Select(batches.Make)]);
        double[] ns = InTurns(
            () => Decode(ours, oursSent, room),
            () => Decode(protobuf, protobufSent, room),
            () => Decode(json, jsonSent, room),
            () => Follow(oursSent),
            () => Encode(ours, messages),
            () => Encode(json, messages),
            () => Read(wire));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Decode(ours, oursSent, room);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        DayTable day = new(BuiltInDay.On(new DateOnly(2026, 1, 15)), TimeSpan.FromDays(1));

        double wireNs = ns[6] / (WireMessages * Batches.EventsEach);

        Machine.Print();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ns an event: decoding {ns[0] / recording.Events.Length:0.0}, through the timeline of a device {ns[3] / recording.Events.Length:0.0}, from the wire to the loop {wireNs:0.0}, encoding {ns[4] / recording.Events.Length:0.0}"));
        Target[] targets =
        [
            new("decoding 64: Protobuf, times ours", ns[1] / ns[0], 4),
            new("decoding 64: JSON, times ours", ns[2] / ns[0], 24),
            new("decoding JSON, as a multiple of a device's timeline with all of its checks", ns[2] / ns[3], 5.5),
            new("decoding JSON, as a multiple of the whole way from the wire to the loop", ns[2] / recording.Events.Length / wireNs, 3.6),
            new("encoding 64: JSON, times ours", ns[5] / ns[4], 4.2),
            new("decoding 64 allocates, bytes", allocated, 0, IsAtMost: true),
            new("64 a message: Protobuf's payload, times ours", (double)protobufSent.Sum(p => p.Length) / oursSent.Sum(p => p.Length), 3),
            new("the built-in day, bytes", day.Total.Total, 260_000, IsAtMost: true),
        ];
        Target.Print(targets);
        foreach (Target missed in targets.Where(t => !t.IsMet))
        {
            Console.Error.WriteLine($"error  {missed.What}: beyond its bound");
        }

        return targets.All(t => t.IsMet) ? 0 : 1;
    }

    private static double[] InTurns(params Action[] all)
    {
        List<double>[] times = [.. all.Select(_ => new List<double>())];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < all.Length; i++)
            {
                double ns = CpuTime.OfARun(all[i], round < 0 ? WarmUp : Round);
                if (round >= 0)
                {
                    times[i].Add(ns);
                }
            }
        }

        return [.. times.Select(t => CpuTime.Median(t))];
    }

    private static byte[][] Encode(ICodec codec, RecordedEvent[][] messages) => [.. messages.Select(m => codec.Encode(m))];

    private static void Decode(ICodec codec, byte[][] payloads, RecordedEvent[] room)
    {
        foreach (byte[] payload in payloads)
        {
            codec.Decode(payload, room);
        }
    }

    private static void Read(WireToEvents wire)
    {
        int read = wire.Run();
        if (read != WireMessages * Batches.EventsEach)
        {
            throw new InvalidOperationException($"{WireMessages * Batches.EventsEach} events were sent, and {read} came.");
        }
    }

    // All of it: a new device each time, its boot, its order, its times, its state.
    private static void Follow(byte[][] payloads)
    {
        DeviceTimeline timeline = new("room", TimeSpan.FromSeconds(1));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        foreach (byte[] payload in payloads)
        {
            timeline.TryAdd(payload, now, retained: false, out _);
            while (timeline.TryTake(out _))
            {
            }
        }
    }
}
