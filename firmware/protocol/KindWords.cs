namespace NanoEvents.Protocol
{
    /// <summary>The texts of a declaration of a private kind: device and reader have the same rules for them.</summary>
    internal static class KindWords
    {
        /// <summary>The longest text, in characters.</summary>
        public const int MaxLength = 16;

        /// <summary>The most decimals of a measurement: its resolution is 1, 0.1, 0.01 or 0.001.</summary>
        public const int MaxDecimals = 3;

        /// <summary>Whether a kind may have this name: 1 to 16 of a-z, 0-9 and -, the first one a letter.</summary>
        public static bool IsName(string name)
        {
            bool isName = IsWord(name) && name[0] >= 'a' && name[0] <= 'z';
            for (int i = 0; isName && i < name.Length; i++)
            {
                char c = name[i];
                isName = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            }

            return isName && !IsOfficial(name);
        }

        /// <summary>Whether a text may stand beside a value, as a unit or as the word for on or off: 1 to 16 characters.</summary>
        public static bool IsWord(string word)
        {
            bool isWord = word != null && word.Length != 0 && word.Length <= MaxLength;
            for (int i = 0; isWord && i < word.Length; i++)
            {
                isWord = word[i] >= ' ' && word[i] != 0x7F;
            }

            return isWord;
        }

        // The kinds that every reader knows, the end of a run that `demo` prints as JSON, and the settings that exist.
        private static bool IsOfficial(string name)
        {
            switch (name)
            {
                case "temperature":
                case "motion":
                case "threshold":
                case "chatter":
                case "fault":
                case "humidity":
                case "pressure":
                case "boot":
                case "lost":
                case "unknown":
                case "summary":
                case "device":
                case "i2c":
                case "publish":
                case "ring":
                case "store":
                case "state":
                case "broker":
                case "wifi":
                case "console":
                case "time":
                    return true;
                default:
                    return false;
            }
        }
    }
}
