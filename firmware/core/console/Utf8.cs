namespace NanoEvents.Firmware
{
    /// <summary>Checks whether bytes are text: bytes from a noisy line must not reach a decoder that may throw.</summary>
    public static class Utf8
    {
        /// <summary>Whether the first <paramref name="length"/> bytes are well-formed UTF-8.</summary>
        public static bool IsWhole(byte[] bytes, int length)
        {
            int at = 0;
            while (at < length)
            {
                int size = Size(bytes, at, length);
                if (size == 0)
                {
                    return false;
                }

                at += size;
            }

            return true;
        }

        // The length in bytes of the character that begins here; 0 if there is none.
        private static int Size(byte[] bytes, int at, int length)
        {
            int first = bytes[at];
            int size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
            if (at + size > length)
            {
                return 0;
            }

            for (int i = 1; i < size; i++)
            {
                if ((bytes[at + i] & 0xC0) != 0x80)
                {
                    return 0;
                }
            }

            return size > 2 && IsForbidden(first, bytes[at + 1]) ? 0 : size;
        }

        // Longer than necessary, half of a surrogate pair, or beyond the last character.
        private static bool IsForbidden(int first, int second)
        {
            return (first == 0xE0 && second < 0xA0)
                || (first == 0xED && second > 0x9F)
                || (first == 0xF0 && second < 0x90)
                || (first == 0xF4 && second > 0x8F);
        }
    }
}
