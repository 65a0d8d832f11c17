using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>The same codecs under BenchmarkDotNet: batches of 64, and what our own decoding is made of.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly RecordedEvent[] _decoded = new RecordedEvent[64];
    private RecordedEvent[] _events = [];
    private byte[] _payload = [];
    private ICodec _codec = Codecs.Batched[0];

    /// <summary>The codec, by its place in the list.</summary>
    [Params("NanoEvents", "JSON, short names", "Protobuf", "Protobuf, columns of differences", "CBOR arrays", "Sparkplug B, aliases")]
    public string Format { get; set; } = "";

    internal static int Start(string[] args)
    {
        BenchmarkRunner.Run<CodecBenchmarks>(args: args);
        return 0;
    }

    /// <summary>One batch out of the middle of the recording.</summary>
    [GlobalSetup]
    public void Load()
    {
        RecordedEvent[][] messages = Recording.Load(null).InMessagesOf(_decoded.Length);
        _codec = Codecs.Batched.Single(c => c.Name == Format);
        _events = messages[messages.Length / 2];
        _payload = _codec.Encode(_events);
    }

    /// <summary>A batch of 64 to bytes.</summary>
    [Benchmark(OperationsPerInvoke = 64)]
    public byte[] Encode() => _codec.Encode(_events);

    /// <summary>Bytes to 64 events.</summary>
    [Benchmark(OperationsPerInvoke = 64)]
    public int Decode() => _codec.Decode(_payload, _decoded);
}
