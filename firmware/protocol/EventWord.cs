namespace NanoEvents.Protocol
{
    /// <summary>
    /// One event in three ints: this word (kind, source, flag, detail), the low 32 bits of its uptime in ticks, and a value. A struct would be a heap
    /// object on the board.
    /// </summary>
    /// <remarks>
    /// Value and detail by kind. Temperature: centi °C, none. Motion: none. Threshold: centi °C in the high half and the limit in the low half; the
    /// side (1 high). Chatter: the count; the ticks from first to last. Fault: none; the reason. A measurement: hundredths of its unit, none.
    /// </remarks>
    internal static class EventWord
    {
        /// <summary>The largest detail: 22 bits.</summary>
        public const int MaxDetail = (1 << 22) - 1;

        /// <summary>The bits of a word that hold the kind.</summary>
        public const int KindMask = 0xF;

        /// <summary>The bit of a word that holds the flag.</summary>
        public const int FlagBit = 1 << 9;

        private const int SourceShift = 4;
        private const int DetailShift = 10;

        /// <summary>Packs kind, source (0 to 31), flag and detail (0 to <see cref="MaxDetail"/>).</summary>
        public static int Pack(EventKind kind, int source, bool flag, int detail)
        {
            return (int)kind | (source << SourceShift) | (flag ? FlagBit : 0) | (detail << DetailShift);
        }

        /// <summary>The kind in a word.</summary>
        public static EventKind Kind(int word)
        {
            return (EventKind)(word & KindMask);
        }

        /// <summary>Whether the word is of a value that moved: a temperature, or a measurement, which every kind above fault is.</summary>
        public static bool IsMeasured(int word)
        {
            int kind = word & KindMask;
            return kind == (int)EventKind.Temperature || kind > (int)EventKind.Fault;
        }

        /// <summary>The source in a word.</summary>
        public static int Source(int word)
        {
            return (word >> SourceShift) & 31;
        }

        /// <summary>The flag in a word.</summary>
        public static bool Flag(int word)
        {
            return (word & FlagBit) != 0;
        }

        /// <summary>The detail in a word.</summary>
        public static int Detail(int word)
        {
            return (int)((uint)word >> DetailShift);
        }

        /// <summary>A temperature and a limit, both in centi °C (-32768 to 32767), in one value.</summary>
        public static int PackThreshold(int centiCelsius, int limitCentiCelsius)
        {
            return (centiCelsius << 16) | (limitCentiCelsius & 0xFFFF);
        }

        /// <summary>The temperature in a threshold's value.</summary>
        public static int ThresholdCelsius(int value)
        {
            return value >> 16;
        }

        /// <summary>The limit in a threshold's value.</summary>
        public static int ThresholdLimit(int value)
        {
            return (short)value;
        }
    }

    /// <summary>Why a sensor is at fault.</summary>
    internal enum FaultReason : byte
    {
        /// <summary>The sensor does not answer on its bus.</summary>
        NoAnswer = 1,

        /// <summary>The sensor gives an impossible value: outside of -40 to 85 °C.</summary>
        OutOfRange = 2,
    }
}
