using System.Globalization;
using System.Text;

namespace NanoEvents;

/// <summary>Makes text of bytes from the network, without anything that a terminal would obey.</summary>
internal static class SafeText
{
    private const int MaxBytes = 256;

    public static string Read(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8.Length > MaxBytes ? utf8[..MaxBytes] : utf8);
        foreach (char c in text)
        {
            if (IsUnsafe(c))
            {
                return string.Create(text.Length, text, Replace);
            }
        }

        return text;
    }

    // Controls steer a terminal, formats turn the direction of writing or hide what is there, separators begin a new line.
    private static bool IsUnsafe(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Replace(Span<char> into, string text)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = IsUnsafe(text[i]) ? '\uFFFD' : text[i];
        }
    }
}
