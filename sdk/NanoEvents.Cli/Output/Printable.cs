using System.Globalization;

namespace NanoEvents.Cli.Output;

/// <summary>Text from elsewhere, made safe for a terminal: it stays on its line and cannot steer or reorder what is shown.</summary>
internal static class Printable
{
    public static string Text(string text) => text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? '?' : c)) : text;

    private static bool IsUnsafe(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
