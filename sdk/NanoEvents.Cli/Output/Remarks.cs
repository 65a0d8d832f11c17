namespace NanoEvents.Cli.Output;

/// <summary>What is said besides the data: on stderr, a line each, colour on a terminal alone.</summary>
internal static class Remarks
{
    private static readonly bool HasColour = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public static void Say(string text) => Write("36", "", text);

    public static void Warn(string text) => Write("33", "warning  ", text);

    public static void Error(string text) => Write("31", "error  ", text);

    private static void Write(string colour, string label, string text)
    {
        string line = label + OneLine(text);
        Console.Error.WriteLine(HasColour ? $"\u001b[{colour}m{line}\u001b[0m" : line);
    }

    // Whatever a message quotes, it stays one line and cannot steer the terminal.
    private static string OneLine(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? '?' : c));
}
