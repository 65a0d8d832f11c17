using System.Globalization;
using NanoEvents.Protocol;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>What decoding our batches of 64 is made of.</summary>
internal static class DecodingParts
{
    private const int Rounds = 21;
    private static readonly RawEvent[] _room = new RawEvent[BatchFormat.MaxEvents];
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(30);

    public static void Print(Recording recording)
    {
        NanoEventsCodec codec = new();
        byte[][] payloads = [.. recording.InMessagesOf(64).Select(m => codec.Encode(m))];
        RecordedEvent[] decoded = new RecordedEvent[64];
        (string Name, Func<byte[], int> Run)[] parts =
        [
            ("the check of the bytes, CRC-16", payload => CheckSum.Compute(payload.AsSpan()[..^2])),
            ("check the whole batch (TryRead)", payload => BatchReader.TryRead(payload, _room, out Batch batch, out _) ? batch.EventCount : 0),
            ("check it and look at every event", LookAtEach),
            ("check it and copy every event out", payload => codec.Decode(payload, decoded)),
        ];
        List<double>[] times = [.. parts.Select(_ => new List<double>())];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                double ns = CpuTime.OfARun(() => RunAll(parts[i].Run, payloads), round < 0 ? WarmUp : Round);
                if (round >= 0)
                {
                    times[i].Add(ns / recording.Events.Length);
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine("What our decoding is made of, ns an event");
        Console.WriteLine();
        Console.WriteLine("| | |");
        Console.WriteLine("|---|---|");
        for (int i = 0; i < parts.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {parts[i].Name} | {CpuTime.Median(times[i]):0.0} |"));
        }
    }

    private static int LookAtEach(byte[] payload)
    {
        BatchReader.TryRead(payload, _room, out Batch batch, out _);
        int sum = 0;
        foreach (BatchEvent e in batch)
        {
            sum += e.CentiValue + e.Source + (int)e.Ticks;
        }

        return sum;
    }

    private static void RunAll(Func<byte[], int> run, byte[][] payloads)
    {
        foreach (byte[] payload in payloads)
        {
            run(payload);
        }
    }
}
