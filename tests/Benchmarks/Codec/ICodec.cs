namespace NanoEvents.Benchmarks.Codec;

/// <summary>A way to put events into the payload of an MQTT message, and to take them out again.</summary>
internal interface ICodec
{
    string Name { get; }

    /// <summary>The topic that its messages go to.</summary>
    string Topic { get; }

    byte[] Encode(ReadOnlySpan<RecordedEvent> events);

    /// <summary>Decodes a payload; returns how many events there were.</summary>
    int Decode(byte[] payload, Span<RecordedEvent> into);
}
