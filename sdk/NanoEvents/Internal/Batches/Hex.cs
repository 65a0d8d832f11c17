namespace NanoEvents;

/// <summary>Bytes as hex digits in lower case.</summary>
internal static class Hex
{
    public static string Write(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length * 2, bytes.ToArray(), (text, all) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = Digit(i % 2 == 0 ? all[i / 2] >> 4 : all[i / 2] & 15);
        }
    });

    /// <returns>Whether the text is hex digits in pairs, of either case.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 2];
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        if (text.Length % 2 != 0)
        {
            return false;
        }

        bytes = Convert.FromHexString(text);
        return true;
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}
