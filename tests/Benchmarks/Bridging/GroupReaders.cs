using System.Diagnostics;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>Readers of one group in this process: events a second from the first that one of them handles to the last.</summary>
internal static class GroupReaders
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    public static async Task<double> ReadAsync(Func<IEventClient> open, int readers, int events)
    {
        using CancellationTokenSource stop = new(_limit);
        Stopwatch watch = new();
        int handled = 0;
        await Task.WhenAll(Enumerable.Range(0, readers).Select(async _ =>
        {
            await using IEventClient client = open();
            try
            {
                await foreach (NanoEvent e in client.ReadAsync(cancellationToken: stop.Token))
                {
                    watch.Start();
                    if (Interlocked.Increment(ref handled) == events)
                    {
                        watch.Stop();
                        await stop.CancelAsync();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // All has been handled.
            }
        }));
        return handled >= events ? events / watch.Elapsed.TotalSeconds : throw new TimeoutException($"{handled} of {events} events");
    }
}
