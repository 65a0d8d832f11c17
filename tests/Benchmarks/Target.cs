using System.Globalization;

namespace NanoEvents.Benchmarks;

/// <summary>What a figure ought to be, and whether it is.</summary>
/// <param name="What">What is measured, and the bar.</param>
/// <param name="Value">The figure.</param>
/// <param name="Bar">The bar.</param>
/// <param name="IsAtMost">Whether the figure ought to be at most the bar; otherwise at least.</param>
internal sealed record Target(string What, double Value, double Bar, bool IsAtMost = false)
{
    public bool IsMet => IsAtMost ? Value <= Bar : Value >= Bar;

    /// <summary>Prints a table of targets; docs/benchmarks.md says why those that are missed are, and what would close it.</summary>
    public static void Print(params IEnumerable<Target> targets)
    {
        Console.WriteLine();
        Console.WriteLine("| target | bar | measured | |");
        Console.WriteLine("|---|---|---|---|");
        foreach (Target t in targets)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {t.What} | {(t.IsAtMost ? "at most" : "at least")} {t.Bar:#,0.##} | {t.Value:#,0.##} | {(t.IsMet ? "met" : "missed")} |"));
        }
    }
}
