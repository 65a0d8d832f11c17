using System.Globalization;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>`codec`: the tables of formats, one event a message and in batches of 64.</summary>
internal static class CodecRun
{
    public static int Start(string[] args)
    {
        Recording recording = Recording.Load(args is ["--trace", { } file, ..] ? file : null);
        Machine.Print();
        Console.WriteLine($"Recording: {recording.Name}, {recording.Events.Length:N0} events; each codec has given back the same ones.");
        if (args is ["--parts"])
        {
            DecodingParts.Print(recording);
            return 0;
        }

        List<CodecResult> single = new CodecMeter(recording.Events, recording.InMessagesOf(1), Codecs.Single).Run();
        List<CodecResult> batched = new CodecMeter(recording.Events, recording.InMessagesOf(64), Codecs.Batched).Run();
        Print("One event a message", single);
        Print("64 events a message", batched);
        DecodingParts.Print(recording);
        Target.Print(TargetsOf(single, batched));
        return 0;
    }

    private static IEnumerable<Target> TargetsOf(List<CodecResult> single, List<CodecResult> batched)
    {
        CodecResult ours = batched[0];
        CodecResult json = single.Single(r => r.Name.StartsWith("JSON", StringComparison.Ordinal));
        CodecResult protobuf = batched.Single(r => r.Name == "Protobuf");
        yield return new("one a message: smallest peer's payload, times ours", single.Skip(1).Min(r => r.Payload) / single[0].Payload, 1);
        yield return new("one a message: the least on the wire of any peer, times ours", single.Skip(1).Min(r => r.OnTheWire) / single[0].OnTheWire, 1);
        yield return new("64 a message: smallest peer's payload, times ours", batched.Skip(1).Min(r => r.Payload) / ours.Payload, 1);
        yield return new("64 a message: the least on the wire of any peer, times ours", batched.Skip(1).Min(r => r.OnTheWire) / ours.OnTheWire, 1);
        yield return new("batched Protobuf's payload, times our batched one", protobuf.Payload / ours.Payload, 3);
        yield return new("short JSON's payload one a message, times our batched one", json.Payload / ours.Payload, 15);
        yield return new("the same on the wire", json.OnTheWire / ours.OnTheWire, 15);
        yield return new("decoding a batch of 64 allocates, bytes an event", ours.DecodeBytes, 0, IsAtMost: true);
        foreach (CodecResult peer in batched.Skip(1))
        {
            yield return new($"decoding 64: {peer.Name}, times ours", peer.DecodeNs / ours.DecodeNs, 2);
        }
    }

    private static void Print(string title, List<CodecResult> results)
    {
        CodecResult ours = results[0];
        Console.WriteLine();
        Console.WriteLine($"{title}, for each event; in brackets how many times ours");
        Console.WriteLine();
        Console.WriteLine("| | payload, bytes | on the wire, bytes | encode, ns | decode, ns | encode allocates, bytes | decode allocates, bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (CodecResult r in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {r.Name} | {Cell(r.Payload, ours.Payload)} | {Cell(r.OnTheWire, ours.OnTheWire)} | {Cell(r.EncodeNs, ours.EncodeNs)} | {Cell(r.DecodeNs, ours.DecodeNs)} | {r.EncodeBytes:0.#} | {r.DecodeBytes:0.#} |"));
        }
    }

    private static string Cell(double value, double ours) => value == ours
        ? value.ToString("0.0", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ({value / ours:0.0}x)");
}
