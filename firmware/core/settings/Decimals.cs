namespace NanoEvents.Firmware
{
    /// <summary>Numbers as text, without a floating point between: hundredths are whole numbers.</summary>
    public static class Decimals
    {
        // More digits than any setting needs, and still far from overflow.
        private const int MaxDigits = 7;

        /// <summary>Reads a whole number, with a sign or without.</summary>
        public static bool TryParseWhole(string text, out int value)
        {
            return TryParse(text, 0, out value);
        }

        /// <summary>Reads a number with at most two decimals, in hundredths.</summary>
        public static bool TryParseHundredths(string text, out int value)
        {
            return TryParse(text, 2, out value);
        }

        /// <summary>Such as -0.05 for -5.</summary>
        public static string FormatHundredths(int value)
        {
            return Format(value, 2);
        }

        /// <summary>Such as -0.05 for -5 with 2 decimals.</summary>
        public static string Format(int value, int decimals)
        {
            // Not string.Empty: a declaration calls this while a board runs static initializers.
            string digits = (value < 0 ? -value : value).ToString();
            while (digits.Length <= decimals)
            {
                digits = "0" + digits;
            }

            string sign = value < 0 ? "-" : "";
            int whole = digits.Length - decimals;
            return sign + digits.Substring(0, whole) + (decimals == 0 ? "" : "." + digits.Substring(whole));
        }

        /// <summary>Reads a number with at most so many decimals, without its point.</summary>
        public static bool TryParse(string text, int decimals, out int value)
        {
            value = 0;
            int digits = 0;
            int decimalsSeen = -1;
            bool isNegative = text.Length != 0 && text[0] == '-';
            for (int i = isNegative ? 1 : 0; i < text.Length; i++)
            {
                if (text[i] == '.' && decimalsSeen < 0 && decimals != 0 && digits != 0)
                {
                    decimalsSeen = 0;
                    continue;
                }

                if (text[i] < '0' || text[i] > '9' || ++digits > MaxDigits)
                {
                    return false;
                }

                value = (value * 10) + (text[i] - '0');
                decimalsSeen += decimalsSeen < 0 ? 0 : 1;
            }

            // A point needs at least one digit after it.
            if (digits == 0 || decimalsSeen == 0 || decimalsSeen > decimals)
            {
                return false;
            }

            for (int i = decimalsSeen < 0 ? 0 : decimalsSeen; i < decimals; i++)
            {
                value *= 10;
            }

            value = isNegative ? -value : value;
            return true;
        }
    }
}
