using System.Diagnostics;

namespace NanoEvents.Kafka.Tests;

/// <summary>Waits for what is sure to come, with a limit that only a broken run reaches.</summary>
internal static class Waiting
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The test run ends.</summary>
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, $"waited in vain: {what()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Takes so many events of a client, and lets it go.</summary>
    public static async Task<List<NanoEvent>> TakeAsync(IEventClient client, int count, EventFilter? filter = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        var events = new List<NanoEvent>();
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(filter, limit.Token))
            {
                events.Add(e);
                if (events.Count == count)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"waited in vain for {count} events; {events.Count} came: {Made.Numbers(events.TakeLast(50))}");
        }

        return events;
    }
}
