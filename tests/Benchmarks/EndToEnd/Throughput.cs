using System.Globalization;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>
/// Events a second from the broker to the user's loop, in turns with MQTTnet alone and with a bare socket on the same messages. The broker holds all of them
/// before anybody reads, so nobody is waited for but the broker and the reader.
/// </summary>
internal static class Throughput
{
    // The compiler's best code comes after some seconds.
    private const int WarmUps = 3;

    public static async Task<Target[]> RunAsync(Mosquitto broker, Batches batches, int messages, int rounds)
    {
        IReader[] readers = [new SdkReader(), new BareReader(), new SocketReader()];
        List<Drain>[] drains = [[], [], []];
        for (int round = -WarmUps; round < rounds; round++)
        {
            Drain[] all = await InTurnsAsync(broker, batches, readers, 1, messages, $"rate-{round}", round % 2 == 0);
            for (int i = 0; i < all.Length && round >= 0; i++)
            {
                drains[i].Add(all[i]);
            }
        }

        double[][] ratios = [.. drains.Skip(1).Select(peer => drains[0].Zip(peer, (ours, bare) => ours.MessagesASecond / bare.MessagesASecond).ToArray())];
        Print(readers, drains, ratios);
        return
        [
            new("message rate at 64 events a batch, as a part of MQTTnet's alone", CpuTime.Median(ratios[0]), 0.9),
            new("the same, as a part of a bare socket's", CpuTime.Median(ratios[1]), 0.9),
            new("events a second in the user's loop", Rate(drains[0]) * Batches.EventsEach, 1_000_000),
        ];
    }

    /// <summary>Fills a session for each reader with the same messages, and lets one after the other take its own.</summary>
    public static async Task<Drain[]> InTurnsAsync(
        Mosquitto broker, Batches batches, IReader[] readers, int devices, int messages, string round, bool lastFirst)
    {
        string[] sessions = [.. readers.Select(r => $"{r.GetType().Name}-{round}")];
        for (int i = 0; i < readers.Length; i++)
        {
            await readers[i].SubscribeAsync(broker, sessions[i]);
        }

        await Feed.FillAsync(broker, batches, devices, messages);
        Drain[] drains = new Drain[readers.Length];
        for (int i = 0; i < readers.Length; i++)
        {
            int turn = lastFirst ? readers.Length - 1 - i : i;
            drains[turn] = await readers[turn].DrainAsync(broker, sessions[turn], messages);
        }

        foreach (string session in sessions)
        {
            await Feed.ForgetAsync(broker, session);
        }

        return drains;
    }

    private static double Rate(List<Drain> drains) => CpuTime.Median([.. drains.Select(d => d.MessagesASecond)]);

    private static void Print(IReader[] readers, List<Drain>[] drains, double[][] ratios)
    {
        Console.WriteLine();
        Console.WriteLine("From Mosquitto to the user's loop, 64 events a batch, QoS 1; medians of rounds in turns, in brackets the least and the most");
        Console.WriteLine();
        Console.WriteLine("| | messages a second | events a second | processor time a message, µs | Mosquitto's, µs |");
        Console.WriteLine("|---|---|---|---|---|");
        for (int i = 0; i < readers.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {readers[i].Name} | {Spread(drains[i].Select(d => d.MessagesASecond), "#,0")} | {Rate(drains[i]) * Batches.EventsEach:#,0} | {Spread(drains[i].Select(d => d.ProcessorUs), "0.0")} | {CpuTime.Median([.. drains[i].Select(d => d.BrokerUs)]):0.0} |"));
        }

        for (int i = 0; i < ratios.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| ours, as a part of {readers[i + 1].Name} | {Spread(ratios[i], "0.00")} | | | |"));
        }
    }

    private static string Spread(IEnumerable<double> values, string format)
    {
        double[] all = [.. values];
        return string.Create(
            CultureInfo.InvariantCulture, $"{CpuTime.Median(all).ToString(format, CultureInfo.InvariantCulture)} ({all.Min().ToString(format, CultureInfo.InvariantCulture)} to {all.Max().ToString(format, CultureInfo.InvariantCulture)})");
    }
}
