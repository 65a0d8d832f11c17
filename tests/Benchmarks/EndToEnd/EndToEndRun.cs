using NanoEvents.Benchmarks.Codec;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>`end-to-end`: from a real broker to the user's code.</summary>
internal static class EndToEndRun
{
    private const int Messages = 20_000;
    private const int Rounds = 10;
    private const int ScalingRounds = 3;
    private const int Samples = 5_000;

    public static async Task<int> StartAsync(string[] args)
    {
        // A short run, to see that it runs: its figures mean nothing.
        int part = args is ["--quick"] ? 10 : 1;
        await using Mosquitto? broker = await Mosquitto.StartAsync();
        if (broker is null)
        {
            Console.Error.WriteLine("error  Mosquitto is not installed (apt-get install mosquitto)");
            return 1;
        }

        Machine.Print();
        Console.WriteLine($"{Mosquitto.Version()}, on the same machine; load before: {Machine.Load()}");
        Batches batches = new(Recording.Load(null));
        Target[] rate = await Throughput.RunAsync(broker, batches, Messages / part, Rounds);
        Target[] latency = await Latency.RunAsync(broker, Samples / part);
        Target[] scaling = await Scaling.RunAsync(broker, batches, Messages, part == 1 ? ScalingRounds : 1);
        Target.Print([.. rate, .. latency, .. scaling]);
        Console.WriteLine();
        Console.WriteLine($"Load after: {Machine.Load()}");
        return 0;
    }
}
