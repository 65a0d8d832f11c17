using System.Globalization;
using System.Text;

namespace NanoEvents;

/// <summary>
/// Characters that nobody sees, or that everybody sees differently: controls steer a terminal, formats turn the direction of writing or hide what is
/// there, separators begin a new line, tags and variation selectors carry text along unseen, and what has no meaning in Unicode has one of its own here and
/// there. Looked at by code point: many lie beyond the 16 bits of a char.
/// </summary>
internal static class UnseenRunes
{
    /// <summary>Whether it is one.</summary>
    public static bool Contains(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        || IsBlank(rune.Value);

    /// <summary>The text with each of them replaced, and each half of a pair that has lost the other.</summary>
    public static string Replace(string text, char by)
    {
        if (!HasAny(text))
        {
            return text;
        }

        StringBuilder seen = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune rune);
            seen.Append(isWhole && !Contains(rune) ? rune.ToString() : by.ToString());
            i += isWhole ? rune.Utf16SequenceLength : 1;
        }

        return seen.ToString();
    }

    private static bool HasAny(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out Rune rune) || Contains(rune))
            {
                return true;
            }

            i += rune.Utf16SequenceLength;
        }

        return false;
    }

    // Letters, marks and signs that show nothing: joiners and fillers, variation selectors, the blank in Braille.
    private static bool IsBlank(int value) => value
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
