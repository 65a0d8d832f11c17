using System.Globalization;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka.Tests;

/// <summary>
/// A bridge in small: writes the events of made-up devices, many at a time, from the place of its session on, and says how far it has acknowledged. What
/// the topic has it leaves out. Told how many events it may write at most, it then waits until it is killed.
/// </summary>
internal static class WriterProcess
{
    private const int BatchSize = 16;
    private const int MaxInFlight = 32;

    public static async Task<int> RunAsync(string[] args)
    {
        string address = args[0];
        int devices = Number(args[1]);
        int each = Number(args[2]);
        int acknowledged = Number(args[3]);
        await using var sink = new KafkaEventSink(new KafkaSinkOptions { Address = address });
        int most = args.Length > 4 ? Number(args[4]) : int.MaxValue;
        IReadOnlyList<NanoEvent> events = [.. Made.Turns(devices, each).Take(most)];
        while (acknowledged < events.Count)
        {
            acknowledged = await WriteAsync(sink, events, acknowledged);
        }

        Console.WriteLine("done");
        await Task.Delay(most < int.MaxValue ? Timeout.Infinite : 0);
        return 0;
    }

    // Ends early if a write fails. The session then sends everything again that is not acknowledged.
    private static async Task<int> WriteAsync(KafkaEventSink sink, IReadOnlyList<NanoEvent> events, int acknowledged)
    {
        Dictionary<string, BootMark> marks = (await sink.LoadAsync(default)).ToDictionary(m => m.Device);
        var writes = new Queue<(Task Task, int End)>();
        int next = acknowledged;
        try
        {
            while (next < events.Count || writes.Count > 0)
            {
                while (next < events.Count && writes.Count < MaxInFlight)
                {
                    int end = Math.Min(next + BatchSize, events.Count);
                    IReadOnlyList<NanoEvent> fresh = [.. Enumerable.Range(next, end - next).Select(i => events[i])
                        .Where(e => !(marks.TryGetValue(e.Device, out BootMark mark) && mark.Covers(e)))];
                    writes.Enqueue((sink.WriteAsync(fresh, default), end));
                    next = end;
                }

                (Task write, int reached) = writes.Dequeue();
                await write;
                acknowledged = reached;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"acknowledged {acknowledged}"));
            }
        }
        catch (Exception e) when (e is Confluent.Kafka.KafkaException or TimeoutException)
        {
            Console.WriteLine($"again {e.Message}");
        }

        return acknowledged;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
