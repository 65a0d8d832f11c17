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
        Print("One event a message", new CodecMeter(recording.Events, recording.InMessagesOf(1), Codecs.Single).Run());
        Print("64 events a message", new CodecMeter(recording.Events, recording.InMessagesOf(64), Codecs.Batched).Run());
        return 0;
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
