using System.Globalization;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>The same number of batches, from one device or from thousands.</summary>
internal static class Scaling
{
    private static readonly int[] Devices = [1, 10, 100, 1_000, 10_000, 100_000];

    // With more devices than that, one round is enough to see that they are followed.
    private const int Many = 50_000;

    public static async Task<Target[]> RunAsync(Mosquitto broker, Batches batches, int messages, int rounds)
    {
        Console.WriteLine();
        Console.WriteLine($"By the number of devices, {messages:#,0} batches shared among them, and two for each at least; medians");
        Console.WriteLine();
        Console.WriteLine("| devices | events a second | of MQTTnet's alone | memory of the reader, KB | of a device, KB |");
        Console.WriteLine("|---|---|---|---|---|");
        double ofOne = 0;
        List<double> ofEach = [];
        List<double> ratios = [];
        foreach (int devices in Devices)
        {
            SdkReader ours = new() { LooksAtMemory = true };
            List<Drain[]> drains = [];
            for (int round = 0; round < (devices > Many ? 1 : rounds); round++)
            {
                drains.Add(await Throughput.InTurnsAsync(
                    broker, batches, [ours, new BareReader()], devices, Math.Max(messages, 2 * devices), $"scale-{devices}-{round}", round % 2 == 0));
            }

            double heap = CpuTime.Median([.. drains.Select(d => (double)d[0].HeapBytes)]) / 1024;
            ofOne = devices == 1 ? heap : ofOne;
            double each = (heap - ofOne) / Math.Max(1, devices - 1);
            if (devices >= 1_000)
            {
                ofEach.Add(each);
            }

            double rate = CpuTime.Median([.. drains.Select(d => d[0].MessagesASecond)]);
            double ratio = CpuTime.Median([.. drains.Select(d => d[0].MessagesASecond / d[1].MessagesASecond)]);
            ratios.Add(ratio);
            string eachText = devices < 100 ? "" : each.ToString("0.0", CultureInfo.InvariantCulture);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {devices:#,0} | {rate * Batches.EventsEach:#,0} | {ratio:0.00} | {heap:#,0} | {eachText} |"));
        }

        int at = Array.IndexOf(Devices, 10_000);
        return
        [
            new("message rate with 10,000 devices, as a part of MQTTnet's alone", ratios[at], 1.2),
            new("memory of a device with 10,000 devices, KB", ofEach[^2], 1.5, IsAtMost: true),
            new("memory of a device at 100,000 devices, as a multiple of that at 1,000", ofEach[^1] / ofEach[0], 1.1, IsAtMost: true),
        ];
    }
}
