using System.Diagnostics;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>
/// Measures codecs in turn, round after round, so that whatever else the machine does meets all of them alike; a figure is the median of its rounds.
/// </summary>
internal sealed class CodecMeter(RecordedEvent[] events, RecordedEvent[][] messages, ICodec[] codecs)
{
    private const int Rounds = 21;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(60);

    private readonly RecordedEvent[] _decoded = new RecordedEvent[64];

    public List<CodecResult> Run()
    {
        byte[][][] payloads = [.. codecs.Select(codec => messages.Select(m => codec.Encode(m)).ToArray())];
        for (int i = 0; i < codecs.Length; i++)
        {
            CheckSame(codecs[i], payloads[i]);
        }

        List<double>[] encode = [.. codecs.Select(_ => new List<double>())];
        List<double>[] decode = [.. codecs.Select(_ => new List<double>())];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < codecs.Length; i++)
            {
                double encodeNs = TimeOf(() => EncodeAll(codecs[i]), round < 0 ? WarmUp : Round);
                double decodeNs = TimeOf(() => DecodeAll(codecs[i], payloads[i]), round < 0 ? WarmUp : Round);
                if (round >= 0)
                {
                    encode[i].Add(encodeNs);
                    decode[i].Add(decodeNs);
                }
            }
        }

        return [.. codecs.Select((codec, i) => new CodecResult(
            codec.Name,
            (double)payloads[i].Sum(p => p.Length) / events.Length,
            (double)payloads[i].Sum(p => Wire.BytesOf(codec.Topic, p.Length)) / events.Length,
            Median(encode[i]),
            Median(decode[i]),
            AllocatedBy(() => EncodeAll(codec)),
            AllocatedBy(() => DecodeAll(codec, payloads[i]))))];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private void CheckSame(ICodec codec, byte[][] payloads)
    {
        (codec as SparkplugCodec)?.Born(events[0].Boot, events[0].Sequence);
        int at = 0;
        foreach (byte[] payload in payloads)
        {
            int count = codec.Decode(payload, _decoded);
            if (!events.AsSpan(at, count).SequenceEqual(_decoded.AsSpan(0, count)))
            {
                throw new InvalidOperationException($"{codec.Name} has not given back the same events.");
            }

            at += count;
        }

        if (at != events.Length)
        {
            throw new InvalidOperationException($"{codec.Name} has given back {at} of {events.Length} events.");
        }
    }

    private void EncodeAll(ICodec codec)
    {
        foreach (RecordedEvent[] message in messages)
        {
            codec.Encode(message);
        }
    }

    private void DecodeAll(ICodec codec, byte[][] payloads)
    {
        foreach (byte[] payload in payloads)
        {
            codec.Decode(payload, _decoded);
        }
    }

    // Nanoseconds an event.
    private double TimeOf(Action all, TimeSpan atLeast)
    {
        long start = Stopwatch.GetTimestamp();
        long runs = 0;
        do
        {
            all();
            runs++;
        }
        while (Stopwatch.GetElapsedTime(start) < atLeast);

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (runs * events.Length);
    }

    private double AllocatedBy(Action all)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        all();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / events.Length;
    }
}
