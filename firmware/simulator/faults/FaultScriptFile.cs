using System.Globalization;

namespace NanoEvents.Simulator.Faults;

/// <summary>Reads fault scripts: a line <c>TIME VERB ARGUMENTS</c> for each fault, <c>#</c> before remarks, <c>seed N</c> before the first fault.</summary>
public static class FaultScriptFile
{
    private const long MaxMs = 366L * 24 * 3600 * 1000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FaultScriptException">It cannot be read, or a line is bad.</exception>
    public static FaultScript Open(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultScriptException($"the fault script cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="name">What mistakes call it.</param>
    /// <exception cref="FaultScriptException">A line is bad.</exception>
    public static FaultScript Parse(string text, string name)
    {
        int? seed = null;
        List<FaultLine> lines = [];
        string[] all = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < all.Length; i++)
        {
            string[] words = all[i].Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            try
            {
                if (words is ["seed", ..])
                {
                    seed = ParseSeed(words, seed != null || lines.Count > 0);
                }
                else if (words.Length > 0)
                {
                    lines.Add(ParseLine(words, i + 1, lines.Count > 0 ? lines[^1].AtMs : 0));
                }
            }
            catch (FormatException e)
            {
                throw new FaultScriptException($"{Printable(name)} line {i + 1}: {Printable(e.Message)}");
            }
        }

        return new FaultScript(seed ?? 0, lines);
    }

    private static int ParseSeed(string[] words, bool isLate)
    {
        if (isLate)
        {
            throw new FormatException("seed comes once, and before the first fault");
        }

        return words.Length == 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : throw new FormatException("a seed is a whole number, such as: seed 7");
    }

    private static FaultLine ParseLine(string[] words, int number, long afterMs)
    {
        if (!TryParseTime(words[0], out long atMs) || atMs > MaxMs)
        {
            throw new FormatException($"'{words[0]}' is not a time: seconds, or hours:minutes:seconds, of at most 366 days");
        }

        if (atMs < afterMs)
        {
            throw new FormatException($"the time {words[0]} is before the one in the line above");
        }

        FaultSyntax syntax = FindVerb(words, out int used);
        string[] arguments = words[used..];
        int most = syntax.Second != null ? 2 : syntax.First != null ? 1 : 0;
        if (arguments.Length > most)
        {
            throw new FormatException($"'{arguments[most]}' is too much: {syntax}");
        }

        long value = ParseArgument(syntax, syntax.First, arguments.ElementAtOrDefault(0));
        long second = ParseArgument(syntax, syntax.Second, arguments.ElementAtOrDefault(1));
        return new FaultLine(atMs, syntax.Verb, value, (int)second, number);
    }

    private static FaultSyntax FindVerb(string[] words, out int used)
    {
        for (used = Math.Min(3, words.Length); used > 1; used--)
        {
            string name = string.Join(' ', words.Skip(1).Take(used - 1));
            if (FaultSyntax.All.FirstOrDefault(syntax => syntax.Name == name) is { } found)
            {
                return found;
            }
        }

        string verb = string.Join(' ', words.Skip(1).Take(2));
        throw new FormatException($"'{verb}' is not a verb: {string.Join(", ", FaultSyntax.All.Select(syntax => syntax.Name))}");
    }

    private static long ParseArgument(FaultSyntax syntax, FaultArgument? argument, string? word)
    {
        if (argument == null)
        {
            return 0;
        }

        if (word == null)
        {
            return argument.Otherwise ?? throw new FormatException($"{argument.Name} is missing: {syntax}");
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        bool isNumber = decimal.TryParse(word, Styles, CultureInfo.InvariantCulture, out decimal number) && Math.Abs(number) < 1e12m;
        decimal value = argument.IsSeconds ? number * 1000 : number;
        if (!isNumber || value != decimal.Truncate(value) || value < argument.Least || value > argument.Most)
        {
            string unit = argument.IsSeconds ? "seconds, to the millisecond," : "a whole number";
            long scale = argument.IsSeconds ? 1000 : 1;
            throw new FormatException($"{argument.Name} must be {unit} from {argument.Least / scale} to {argument.Most / scale}, not '{word}': {syntax}");
        }

        return (long)value;
    }

    // Seconds, or hours:minutes:seconds.
    private static bool TryParseTime(string word, out long ms)
    {
        ms = 0;
        string[] parts = word.Split(':');
        if (parts.Length > 3)
        {
            return false;
        }

        decimal seconds = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            NumberStyles styles = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!decimal.TryParse(parts[i], styles, CultureInfo.InvariantCulture, out decimal part) || part > 1e9m || (i > 0 && part >= 60))
            {
                return false;
            }

            seconds = (seconds * 60) + part;
        }

        ms = (long)Math.Round(seconds * 1000);
        return true;
    }

    /// <summary>A text without characters that control a terminal.</summary>
    internal static string Printable(string text)
    {
        string shown = text.Length > 600 ? text[..600] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
