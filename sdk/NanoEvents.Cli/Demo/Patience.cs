namespace NanoEvents.Cli.Demo;

/// <summary>Waits for what others do.</summary>
internal static class Patience
{
    /// <summary>Waits until the condition holds, but no longer than the given time.</summary>
    public static void WaitFor(Func<bool> condition, TimeSpan atMost, CancellationToken cancellation)
    {
        long until = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        while (!condition() && Environment.TickCount64 < until)
        {
            cancellation.WaitHandle.WaitOne(2);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until the condition holds, for as long as the count grows at least once in the given time, however slow the machine is.</summary>
    public static void WaitWhileGrowing(Func<bool> condition, Func<long> count, TimeSpan atMost, CancellationToken cancellation)
    {
        long before;
        do
        {
            before = count();
            WaitFor(() => condition() || count() != before, atMost, cancellation);
        }
        while (!condition() && count() != before);
    }
}
