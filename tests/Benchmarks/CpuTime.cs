using System.Diagnostics;

namespace NanoEvents.Benchmarks;

/// <summary>Times code by the processor time that this process has used, garbage collection included: other programs do not count.</summary>
internal static class CpuTime
{
    /// <summary>Runs again and again for a while.</summary>
    /// <returns>Nanoseconds a run.</returns>
    public static double OfARun(Action run, TimeSpan atLeast)
    {
        long runs = 0;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        TimeSpan used;
        do
        {
            // Asking for the time costs as much as many short runs.
            for (int i = 0; i < 16; i++)
            {
                run();
            }

            runs += 16;
            used = Environment.CpuUsage.TotalTime - start;
        }
        while (used < atLeast);

        return used.TotalNanoseconds / runs;
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
