namespace NanoEvents.Benchmarks.Codec;

/// <summary>Ours and its peers.</summary>
internal static class Codecs
{
    /// <summary>The topic of all who may choose one.</summary>
    public const string Topic = "nanoevents/shed/events";

    /// <summary>One event a message.</summary>
    public static ICodec[] Single { get; } = [new NanoEventsCodec(), new JsonSingleCodec(), new ProtobufSingleCodec(), new CborCodec(), new SparkplugCodec()];

    /// <summary>Many events a message.</summary>
    public static ICodec[] Batched { get; } =
        [new NanoEventsCodec(), new JsonBatchCodec(), new ProtobufBatchCodec(), new ProtobufColumnsCodec(), new CborCodec(), new SparkplugCodec()];
}
