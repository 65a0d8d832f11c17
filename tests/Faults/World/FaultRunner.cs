namespace NanoEvents.Faults.Tests;

/// <summary>Draws scripts from seeds, runs them, and checks the law. Its methods are also called by name, in mutants.</summary>
public static class FaultRunner
{
    /// <summary>Runs the script of a seed.</summary>
    /// <returns>What was wrong; null where the law held.</returns>
    public static string? Run(int seed) => Run(FaultDraw.Draw(seed), null, null);

    /// <summary>The first seed of a range that breaks the law, or -1.</summary>
    public static int FindBroken(int from, int count)
    {
        for (int seed = from; seed < from + count; seed++)
        {
            if (Run(seed) != null)
            {
                return seed;
            }
        }

        return -1;
    }

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="tell">Told what happens.</param>
    /// <param name="counts">Adds up what was delivered and lost.</param>
    /// <returns>What was wrong; null where the law held.</returns>
    public static string? Run(FaultScript script, Action<string>? tell, Dictionary<string, long>? counts)
    {
        FaultWorld world = new(script, tell);
        try
        {
            world.Run();
        }
        catch (Exception e)
        {
            return e is LawException ? e.Message : e.ToString();
        }

        foreach ((string what, long count) in world.Counts)
        {
            if (counts != null)
            {
                counts[what] = counts.GetValueOrDefault(what) + count;
            }
        }

        return null;
    }
}
