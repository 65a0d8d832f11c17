using System.Diagnostics;
using System.Globalization;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>
/// From an edge on a simulated pin to the user's loop, through Mosquitto on loopback, in turns with a bare publish and receive of as many bytes. One
/// at a time: the next begins when the one before is acknowledged, after a short pause.
/// </summary>
internal static class Latency
{
    private const int WarmUps = 300;
    private const int Block = 250;

    public static async Task<Target[]> RunAsync(Mosquitto broker, int samples)
    {
        await using ILatencyPath ours = await SdkPath.OpenAsync(broker);
        await using ILatencyPath bare = await BarePath.OpenAsync(broker);
        ILatencyPath[] paths = [ours, bare];
        List<double>[] times = [[], []];
        foreach (ILatencyPath path in paths)
        {
            await MeasureAsync(path, WarmUps, []);
        }

        while (times[1].Count < samples)
        {
            for (int i = 0; i < paths.Length; i++)
            {
                await MeasureAsync(paths[i], Block, times[i]);
            }
        }

        return Print(paths, times);
    }

    private static async Task MeasureAsync(ILatencyPath path, int count, List<double> into)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Delay(1);
            long start = Stopwatch.GetTimestamp();
            long end = await path.SendAsync();
            into.Add(Stopwatch.GetElapsedTime(start, end).TotalMicroseconds);
            await path.RestAsync();
        }
    }

    private static Target[] Print(ILatencyPath[] paths, List<double>[] times)
    {
        Console.WriteLine();
        Console.WriteLine($"From the edge to the user's code, {times[0].Count:#,0} of each in turns, µs");
        Console.WriteLine();
        Console.WriteLine("| | p50 | p99 | p99.9 |");
        Console.WriteLine("|---|---|---|---|");
        double[][] percentiles = [.. times.Select(t => new[] { 0.5, 0.99, 0.999 }.Select(p => t.Order().ElementAt((int)(t.Count * p))).ToArray())];
        for (int i = 0; i < paths.Length; i++)
        {
            Row(paths[i].Name, percentiles[i], "#,0");
        }

        double[] ratios = [.. percentiles[0].Zip(percentiles[1], (a, b) => a / b)];
        Row("ratio", ratios, "0.00");
        return [new("latency p50, as a multiple of a bare publish and receive", ratios[0], 1.1, IsAtMost: true)];
    }

    private static void Row(string name, double[] values, string format) =>
        Console.WriteLine($"| {name} | {string.Join(" | ", values.Select(v => v.ToString(format, CultureInfo.InvariantCulture)))} |");
}
