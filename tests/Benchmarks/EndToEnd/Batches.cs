using NanoEvents.Benchmarks.Codec;
using NanoEvents.Protocol;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>Batches of 64 as devices would send them: the recorded events again and again, numbered on, all of one boot.</summary>
internal sealed class Batches(Recording recording)
{
    public const int EventsEach = BatchFormat.MaxEvents;

    private readonly BatchWriter _writer = new();
    private readonly long _zeroTicks = recording.Events[0].TimeMs / BatchFormat.TickMs;
    private readonly RecordedEvent[][] _chunks = [.. recording.InMessagesOf(EventsEach).Where(c => c.Length == EventsEach)];

    /// <summary>The batch with this place in its device's stream, counted from 0.</summary>
    public byte[] Make(int place)
    {
        RecordedEvent[] events = _chunks[place % _chunks.Length];
        _writer.Begin(events[0].Boot, (place * EventsEach) + 1, (events[^1].TimeMs / BatchFormat.TickMs) - _zeroTicks, false);
        _writer.PutAnchor(_zeroTicks, 0);
        _writer.EndFields();
        foreach (RecordedEvent e in events)
        {
            int word = EventWord.Pack(e.IsMotion ? EventKind.Motion : EventKind.Temperature, e.Source, e.IsMotion && e.Value != 0, 0);
            _writer.PutEvent(word, (int)((e.TimeMs / BatchFormat.TickMs) - _zeroTicks), e.Value);
        }

        return _writer.Buffer.AsSpan(0, _writer.End()).ToArray();
    }
}
