using System.Globalization;
using System.Text;

namespace NanoEvents.Simulator.Faults;

/// <summary>What goes wrong and when: lines in the order of time, and the seed of whatever they leave to chance.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Lines">The lines.</param>
public sealed record FaultScript(int Seed, IReadOnlyList<FaultLine> Lines)
{
    /// <summary>The script as text, as <see cref="FaultScriptFile"/> reads it.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"seed {Seed}\n");
        foreach (FaultLine line in Lines)
        {
            text.Append(Format(line)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A line as text.</summary>
    public static string Format(FaultLine line)
    {
        FaultSyntax syntax = FaultSyntax.Of(line.Verb);
        string text = $"{Seconds(line.AtMs)} {syntax.Name}";
        text += syntax.First is { } first ? " " + (first.IsSeconds ? Seconds(line.Value) : Whole(line.Value)) : "";
        return text + (syntax.Second != null ? " " + Whole(line.Second) : "");
    }

    private static string Seconds(long ms) => (ms / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
