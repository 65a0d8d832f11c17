using NanoEvents.Benchmarks.Bridging;
using NanoEvents.Benchmarks.Codec;
using NanoEvents.Benchmarks.Day;
using NanoEvents.Benchmarks.EndToEnd;
using NanoEvents.Benchmarks.Past;
using NanoEvents.Benchmarks.Quick;
using NanoEvents.Benchmarks.Soak;

// What is measured against what: docs/benchmarks.md.
string[] rest = [.. args.Skip(1)];
switch (args.FirstOrDefault() ?? "all")
{
    case "all":
        CodecRun.Start([]);
        Console.WriteLine();
        return await EndToEndRun.StartAsync([]);
    case "bridge":
        return await BridgingRun.StartAsync(rest);
    case "codec":
        return CodecRun.Start(rest);
    case "codec-benchmarkdotnet":
        return CodecBenchmarks.Start(rest);
    case "end-to-end":
        return await EndToEndRun.StartAsync(rest);
    case "day":
        return await DayRun.StartAsync(rest);
    case "history":
        return await PastRun.StartAsync(rest);
    case "quick":
        return QuickRun.Start();
    case "soak":
        return await SoakRun.StartAsync(rest);
    default:
        Console.Error.WriteLine("error  say which: all, bridge [--quick] [--long MINUTES], codec [--trace FILE], codec-benchmarkdotnet, day [--trace FILE] [--capture HOURS], end-to-end [--quick], history [--events N], quick, soak [--minutes N] [--rate N]");
        return 2;
}
