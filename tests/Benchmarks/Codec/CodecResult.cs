namespace NanoEvents.Benchmarks.Codec;

/// <summary>One line of a table, all for each event.</summary>
internal sealed record CodecResult(string Name, double Payload, double OnTheWire, double EncodeNs, double DecodeNs, double EncodeBytes, double DecodeBytes);
