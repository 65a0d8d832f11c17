using NanoEvents.Benchmarks.Codec;
using NanoEvents.Benchmarks.Soak;

// What is measured against what: docs/benchmarks.md.
string[] rest = [.. args.Skip(1)];
switch (args.FirstOrDefault())
{
    case "codec":
        return CodecRun.Start(rest);
    case "codec-benchmarkdotnet":
        return CodecBenchmarks.Start(rest);
    case "soak":
        return await SoakRun.StartAsync(rest);
    default:
        Console.Error.WriteLine("error  say which: codec [--trace FILE], codec-benchmarkdotnet, end-to-end [--seconds N], soak [--minutes N] [--rate N]");
        return 2;
}
