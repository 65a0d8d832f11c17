using NanoEvents.Protocol;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>Ours: written by the firmware's writer, read by the SDK's reader, which checks the whole batch first.</summary>
internal sealed class NanoEventsCodec : ICodec
{
    private readonly BatchWriter _writer = new();
    private readonly RawEvent[] _room = new RawEvent[BatchFormat.MaxEvents];

    public string Name => "NanoEvents";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        // The short form, as a device sends nearly all of its batches. Uptime 0 is the time of the first event of all, as where the device started then.
        long zeroTicks = Zero ??= events[0].TimeMs / BatchFormat.TickMs;
        long wallTicks = events[0].TimeMs / BatchFormat.TickMs;
        _writer.BeginShort(events[0].Boot, unchecked((int)events[0].Sequence), wallTicks, (int)(wallTicks - zeroTicks), 0);
        foreach (ref readonly RecordedEvent e in events)
        {
            int word = EventWord.Pack(e.IsMotion ? EventKind.Motion : EventKind.Temperature, e.Source, e.IsMotion && e.Value != 0, 0);
            _writer.PutEvent(word, (int)((e.TimeMs / BatchFormat.TickMs) - zeroTicks), e.Value);
        }

        return _writer.Buffer.AsSpan(0, _writer.End()).ToArray();
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        if (!BatchReader.TryRead(payload, _room, out Batch batch, out BatchError why))
        {
            throw new InvalidOperationException(why.Message);
        }

        int boot = batch.Boot;
        uint sequence = batch.Sequence;
        long anchorTicks = batch.AnchorTicks;
        int count = 0;
        foreach (BatchEvent e in batch)
        {
            bool isMotion = e.Kind == EventKind.Motion;
            long timeMs = (anchorTicks + e.Ticks) * BatchFormat.TickMs;
            int value = isMotion ? e.Flag ? 1 : 0 : e.CentiValue;
            into[count++] = new RecordedEvent(boot, sequence++, timeMs, e.Source, isMotion, value);
        }

        return count;
    }

    private static long? Zero { get; set; }
}
