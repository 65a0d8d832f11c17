using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>Takes everything out of a ring, as a batch would show it.</summary>
internal static class RingReader
{
    public static List<BatchEvent> TakeAll(this EventRing ring)
    {
        List<BatchEvent> events = [];
        Outbox outbox = new(ring);
        while (outbox.Fill(BatchFormat.MaxEvents) != 0)
        {
            for (int i = 0; i < outbox.Count; i++)
            {
                events.Add(Read(outbox.Word(i), outbox.Ticks(i), outbox.Value(i)));
            }

            outbox.Acknowledge();
        }

        return events;
    }

    private static BatchEvent Read(int word, int ticks, int value)
    {
        int source = EventWord.Source(word);
        bool flag = EventWord.Flag(word);
        int detail = EventWord.Detail(word);
        return EventWord.Kind(word) switch
        {
            EventKind.Temperature => BatchEvent.Temperature(source, ticks, value),
            EventKind.Motion => BatchEvent.Motion(source, ticks, flag),
            EventKind.Threshold => BatchEvent.Threshold(source, ticks, flag, EventWord.ThresholdCelsius(value), EventWord.ThresholdLimit(value), detail),
            EventKind.Chatter => BatchEvent.Chatter(source, ticks, (uint)value, (uint)detail),
            EventKind.Fault => BatchEvent.Fault(source, ticks, flag, detail),
            EventKind kind => BatchEvent.Measurement(kind, source, ticks, value),
        };
    }
}
