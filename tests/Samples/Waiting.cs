using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Samples.Tests;

/// <summary>Waits for what another thread does. The limit is one that no sound run comes near.</summary>
internal static class Waiting
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    public static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < _limit, "waited in vain");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Moves the time in steps of a second, as a clock does.</summary>
    public static void Advance(FakeTimeProvider time, TimeSpan by)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < by; passed += TimeSpan.FromSeconds(1))
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
