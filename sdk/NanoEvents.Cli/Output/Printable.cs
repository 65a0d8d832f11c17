namespace NanoEvents.Cli.Output;

/// <summary>Text from elsewhere, made safe for a terminal: it stays on its line, cannot steer or reorder what is shown, and hides nothing.</summary>
internal static class Printable
{
    public static string Text(string text) => UnseenRunes.Replace(text, '?');
}
