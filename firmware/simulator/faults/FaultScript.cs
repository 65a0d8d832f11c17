using System.Globalization;
using System.Text;

namespace NanoEvents.Simulator.Faults;

/// <summary>A list of faults in the order of time, and the seed for everything random.</summary>
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
    public static string Format(FaultLine line) => $"{Seconds(line.AtMs)} {FormatFault(line)}";

    /// <summary>A line for people: its time as hours, minutes and seconds.</summary>
    public static string Describe(FaultLine line)
    {
        TimeSpan at = TimeSpan.FromMilliseconds(line.AtMs);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalHours}:{at:mm\\:ss}  {FormatFault(line)}");
    }

    /// <summary>Makes sure that a script has faults of the device alone.</summary>
    /// <param name="name">The script's name in error messages.</param>
    /// <exception cref="FaultScriptException">It has another one; the message says in which line.</exception>
    public void RequireOfDevice(string name)
    {
        RequireOutsideTests(name);
        foreach (FaultLine line in Lines)
        {
            FaultSyntax syntax = FaultSyntax.Of(line.Verb);
            if (syntax.Place != FaultPlace.Device)
            {
                string owner = syntax.Place == FaultPlace.Broker ? "the broker's" : "the reader's";
                throw new FaultScriptException($"{FaultScriptFile.Printable(name)} line {line.Number}: '{syntax.Name}' is {owner}, and a device alone cannot do it: use nanoevents demo, or take the line out");
            }
        }
    }

    /// <summary>Makes sure that a script has no fault that only the tests' world can do.</summary>
    /// <param name="name">The script's name in error messages.</param>
    /// <exception cref="FaultScriptException">It has one; the message says in which line.</exception>
    public void RequireOutsideTests(string name)
    {
        foreach (FaultLine line in Lines)
        {
            FaultSyntax syntax = FaultSyntax.Of(line.Verb);
            if (syntax.Place == FaultPlace.World)
            {
                throw new FaultScriptException($"{FaultScriptFile.Printable(name)} line {line.Number}: '{syntax.Name}' is for the world of the tests (docs/faults.md): take the line out");
            }
        }
    }

    private static string FormatFault(FaultLine line)
    {
        FaultSyntax syntax = FaultSyntax.Of(line.Verb);
        string text = syntax.Name;
        text += syntax.First is { } first ? " " + (first.IsSeconds ? Seconds(line.Value) : Whole(line.Value)) : "";
        return text + (syntax.Second != null ? " " + Whole(line.Second) : "");
    }

    private static string Seconds(long ms) => (ms / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One line of a fault script.</summary>
/// <param name="AtMs">When, in ms since the start.</param>
/// <param name="Verb">What.</param>
/// <param name="Value">The first argument: ms if it is a time, otherwise a count or the number of a sensor.</param>
/// <param name="Second">The second argument, a count or a number of a sensor.</param>
/// <param name="Number">The line's number in its file, from 1; 0 if there is no file.</param>
public readonly record struct FaultLine(long AtMs, FaultVerb Verb, long Value = 0, int Second = 0, int Number = 0);

/// <summary>A fault script that cannot be read, or not be run here. The message says which line and why.</summary>
public sealed class FaultScriptException(string message) : Exception(message);
