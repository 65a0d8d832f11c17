using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Output;

/// <summary>Notices and errors: one line each on standard error, with colour only on a terminal.</summary>
internal static partial class StandardError
{
    private static readonly bool _hasColour = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public static void Say(string text) => Write("36", "", text);

    public static void Warn(string text) => Write("33", "warning  ", text);

    public static void Error(string text) => Write("31", "error  ", text);

    private static void Write(string colour, string label, string text)
    {
        string line = label + Printable.Text(WithoutPasswords(text.ReplaceLineEndings(" ")));
        Console.Error.WriteLine(_hasColour ? $"\u001b[{colour}m{line}\u001b[0m" : line);
    }

    // A mistyped command line is quoted in messages, with the user and password of an address in it.
    private static string WithoutPasswords(string text) => UserInfo().Replace(text, "…@");

    [GeneratedRegex(@"(?<=://).*@|[^\s':]+:[^\s']*@")]
    private static partial Regex UserInfo();
}

/// <summary>Text from elsewhere, made safe for a terminal: it stays on its line, cannot steer or reorder what is shown, and hides nothing.</summary>
internal static class Printable
{
    public static string Text(string text) => UnseenRunes.Replace(text, '?');
}
