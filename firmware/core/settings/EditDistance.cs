namespace NanoEvents.Firmware
{
    /// <summary>How many letters must be inserted, removed or changed to turn one word into another, ignoring case.</summary>
    public static class EditDistance
    {
        // No name is longer; further letters are ignored.
        private const int Longest = 40;

        /// <summary>The distance between two words.</summary>
        public static int Between(string one, string other)
        {
            string a = Short(one);
            string b = Short(other);
            int[] row = new int[b.Length + 1];
            for (int j = 0; j <= b.Length; j++)
            {
                row[j] = j;
            }

            for (int i = 1; i <= a.Length; i++)
            {
                NextRow(row, a[i - 1], b, i);
            }

            return row[b.Length];
        }

        private static void NextRow(int[] row, char letter, string b, int i)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (letter == b[j - 1] ? 0 : 1);
                int putIn = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
                diagonal = row[j];
                row[j] = changed < putIn ? changed : putIn;
            }
        }

        private static string Short(string word)
        {
            return (word.Length > Longest ? word.Substring(0, Longest) : word).ToLower();
        }
    }
}
