using Google.Protobuf;
using NanoEvents.Benchmarks.Peers.Sparkplug;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>
/// Sparkplug B data messages after a birth that told the aliases and types: a metric is alias, time and value. Messages are numbered 0 to 255 and the boot
/// is in the birth, so a reader counts events on from there; here it is told where to start.
/// </summary>
internal sealed class SparkplugCodec : ICodec
{
    private const int Sources = 32;
    private int _boot;
    private uint _next;

    public string Name => "Sparkplug B, aliases";

    // As its specification names topics: a group, and the edge node.
    public string Topic => "spBv1.0/home/NDATA/shed";

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        Payload payload = new() { Timestamp = (ulong)events[^1].TimeMs, Seq = events[0].Sequence % 256 };
        foreach (RecordedEvent e in events)
        {
            Payload.Types.Metric metric = new() { Alias = (ulong)(e.Source + (e.IsMotion ? Sources : 0)), Timestamp = (ulong)e.TimeMs };
            if (e.IsMotion)
            {
                metric.BooleanValue = e.Value != 0;
            }
            else
            {
                metric.IntValue = unchecked((uint)e.Value);
            }

            payload.Metrics.Add(metric);
        }

        return payload.ToByteArray();
    }

    public int Decode(byte[] bytes, Span<RecordedEvent> into)
    {
        Payload payload = Payload.Parser.ParseFrom(bytes);
        for (int i = 0; i < payload.Metrics.Count; i++)
        {
            Payload.Types.Metric metric = payload.Metrics[i];
            bool isMotion = metric.Alias >= Sources;
            int source = (int)metric.Alias - (isMotion ? Sources : 0);
            int value = isMotion ? metric.BooleanValue ? 1 : 0 : unchecked((int)metric.IntValue);
            into[i] = new RecordedEvent(_boot, _next++, (long)metric.Timestamp, source, isMotion, value);
        }

        return payload.Metrics.Count;
    }

    /// <summary>What the birth would have said.</summary>
    public void Born(int boot, uint next)
    {
        _boot = boot;
        _next = next;
    }
}
