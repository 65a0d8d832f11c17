using System.Globalization;

namespace NanoEvents.Kafka.Tests;

/// <summary>A member of a group: says what it handles, until its input ends.</summary>
internal static class ReaderProcess
{
    private const int Breath = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        _ = Task.Run(() =>
        {
            Console.In.ReadToEnd();
            stop.Cancel();
        });
        await using var client = new KafkaEventClient(new KafkaEventClientOptions
        {
            Address = args[0],
            Group = args[1],
            SessionTimeout = TimeSpan.FromSeconds(6),
        });
        int count = 0;
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(null, stop.Token))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{DateTime.UtcNow.Ticks} {e.Device} {(e.Kind == EventKind.Lost ? e.From : e.Sequence)} {e.Count ?? 0}"));
                if (++count % Breath == 0)
                {
                    await Task.Delay(1);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Its input has ended.
        }

        return 0;
    }
}
