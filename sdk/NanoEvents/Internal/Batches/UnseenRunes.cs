using System.Globalization;
using System.Text;

namespace NanoEvents;

/// <summary>
/// Characters that are invisible or ambiguous. Control characters control a terminal. Format characters change the writing direction or hide text.
/// Separators begin a new line. Tags and variation selectors carry hidden text. Unassigned code points mean different things in different programs.
/// It checks code points, because many are beyond the 16 bits of a char.
/// </summary>
internal static class UnseenRunes
{
    /// <summary>Whether it is one.</summary>
    public static bool Contains(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        || IsBlank(rune.Value);

    /// <summary>The text with each of them replaced, and each incomplete surrogate pair.</summary>
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

    // Letters, marks and signs that are invisible: joiners and fillers, variation selectors, the blank in Braille.
    private static bool IsBlank(int value) => value
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
