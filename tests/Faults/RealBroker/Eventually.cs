using System.Diagnostics;

namespace NanoEvents.Faults.Tests;

/// <summary>Waits for what is sure to come, with a limit that only a broken run reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, $"waited in vain: {what}");
            await Task.Delay(10);
        }
    }
}
