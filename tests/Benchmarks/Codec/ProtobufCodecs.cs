using Google.Protobuf;
using NanoEvents.Benchmarks.Peers;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>Google.Protobuf, an event a message.</summary>
internal sealed class ProtobufSingleCodec : ICodec
{
    public string Name => "Protobuf";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        RecordedEvent e = events[0];
        SingleEvent message = new() { Boot = (uint)e.Boot, Sequence = e.Sequence, Time = e.TimeMs, Source = (uint)e.Source };
        if (e.IsMotion)
        {
            message.Moving = e.Value != 0;
        }
        else
        {
            message.CentiCelsius = e.Value;
        }

        return message.ToByteArray();
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        SingleEvent e = SingleEvent.Parser.ParseFrom(payload);
        bool isMotion = e.WhatCase == SingleEvent.WhatOneofCase.Moving;
        into[0] = new RecordedEvent((int)e.Boot, e.Sequence, e.Time, (int)e.Source, isMotion, isMotion ? e.Moving ? 1 : 0 : e.CentiCelsius);
        return 1;
    }
}

/// <summary>Google.Protobuf, many events a message.</summary>
internal sealed class ProtobufBatchCodec : ICodec
{
    public string Name => "Protobuf";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        Peers.EventBatch batch = new() { Boot = (uint)events[0].Boot, FirstSequence = events[0].Sequence };
        foreach (RecordedEvent e in events)
        {
            Event item = new() { Time = e.TimeMs, Source = (uint)e.Source };
            if (e.IsMotion)
            {
                item.Moving = e.Value != 0;
            }
            else
            {
                item.CentiCelsius = e.Value;
            }

            batch.Events.Add(item);
        }

        return batch.ToByteArray();
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        Peers.EventBatch batch = Peers.EventBatch.Parser.ParseFrom(payload);
        for (int i = 0; i < batch.Events.Count; i++)
        {
            Event e = batch.Events[i];
            bool isMotion = e.WhatCase == Event.WhatOneofCase.Moving;
            into[i] = new RecordedEvent((int)batch.Boot, batch.FirstSequence + (uint)i, e.Time, (int)e.Source, isMotion, isMotion ? e.Moving ? 1 : 0 : e.CentiCelsius);
        }

        return batch.Events.Count;
    }
}

/// <summary>Google.Protobuf with what a developer can do by hand: columns of differences. No longer a list of events that any tool shows.</summary>
internal sealed class ProtobufColumnsCodec : ICodec
{
    private const int Sources = 32;

    public string Name => "Protobuf, columns of differences";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        EventColumns columns = new() { Boot = (uint)events[0].Boot, FirstSequence = events[0].Sequence, FirstTime = events[0].TimeMs };
        Span<int> last = stackalloc int[Sources];
        long before = events[0].TimeMs;
        foreach (RecordedEvent e in events)
        {
            columns.Later.Add((uint)(e.TimeMs - before));
            columns.Source.Add(((uint)e.Source * 2) + (e.IsMotion ? 1u : 0));
            columns.Value.Add(e.IsMotion ? e.Value : e.Value - last[e.Source]);
            before = e.TimeMs;
            last[e.Source] = e.IsMotion ? last[e.Source] : e.Value;
        }

        return columns.ToByteArray();
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        EventColumns columns = EventColumns.Parser.ParseFrom(payload);
        Span<int> last = stackalloc int[Sources];
        long timeMs = columns.FirstTime;
        for (int i = 0; i < columns.Later.Count; i++)
        {
            timeMs += columns.Later[i];
            int source = (int)columns.Source[i] / 2;
            bool isMotion = columns.Source[i] % 2 != 0;
            int value = columns.Value[i];
            if (!isMotion)
            {
                value = last[source] += value;
            }

            into[i] = new RecordedEvent((int)columns.Boot, columns.FirstSequence + (uint)i, timeMs, source, isMotion, value);
        }

        return columns.Later.Count;
    }
}
