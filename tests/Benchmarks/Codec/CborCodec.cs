using System.Formats.Cbor;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>
/// System.Formats.Cbor: arrays instead of maps, the smallest form: <c>[boot, first sequence, [time, source, value], …]</c>, where a value is hundredths of
/// a °C or a boolean.
/// </summary>
internal sealed class CborCodec : ICodec
{
    private readonly CborWriter _writer = new();

    public string Name => "CBOR arrays";

    public string Topic => Codecs.Topic;

    public byte[] Encode(ReadOnlySpan<RecordedEvent> events)
    {
        _writer.Reset();
        _writer.WriteStartArray(2 + events.Length);
        _writer.WriteInt32(events[0].Boot);
        _writer.WriteUInt32(events[0].Sequence);
        foreach (RecordedEvent e in events)
        {
            _writer.WriteStartArray(3);
            _writer.WriteInt64(e.TimeMs);
            _writer.WriteInt32(e.Source);
            if (e.IsMotion)
            {
                _writer.WriteBoolean(e.Value != 0);
            }
            else
            {
                _writer.WriteInt32(e.Value);
            }

            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
        return _writer.Encode();
    }

    public int Decode(byte[] payload, Span<RecordedEvent> into)
    {
        CborReader reader = new(payload);
        int count = reader.ReadStartArray()!.Value - 2;
        int boot = reader.ReadInt32();
        uint first = reader.ReadUInt32();
        for (int i = 0; i < count; i++)
        {
            reader.ReadStartArray();
            long timeMs = reader.ReadInt64();
            int source = reader.ReadInt32();
            bool isMotion = reader.PeekState() == CborReaderState.Boolean;
            int value = isMotion ? reader.ReadBoolean() ? 1 : 0 : reader.ReadInt32();
            into[i] = new RecordedEvent(boot, first + (uint)i, timeMs, source, isMotion, value);
            reader.ReadEndArray();
        }

        reader.ReadEndArray();
        return count;
    }
}
