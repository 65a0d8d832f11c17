using NanoEvents.Benchmarks.Codec;

// What is measured against what: docs/benchmarks.md.
string[] rest = [.. args.Skip(1)];
switch (args.FirstOrDefault())
{
    case "codec":
        return CodecRun.Start(rest);
    case "codec-benchmarkdotnet":
        return CodecBenchmarks.Start(rest);
    default:
        Console.Error.WriteLine("error  say which: codec [--trace FILE], codec-benchmarkdotnet, end-to-end [--seconds N]");
        return 2;
}
