namespace NanoEvents.Protocol
{
    /// <summary>
    /// One event in three ints: this word (kind, source, flag, detail), the low 32 bits of its uptime in ticks, and a value. A struct would be a heap
    /// object on the board.
    /// </summary>
    /// <remarks>
    /// Value and detail by kind. Temperature: centi °C, none. Motion and private states: none. Threshold: centi °C in the high half and the limit in the
    /// low half; the side (1 high). Chatter: the count; the ticks from first to last. Fault: none; the reason. A measurement: steps of its resolution,
    /// none. Limit, sensor fault and state chatter have methods of their own here, because their detail holds another kind. The word itself has four
    /// bits for a kind; a kind from 15 on takes eight bits of the detail, and has 14 bits of detail left.
    /// </remarks>
    internal static class EventWord
    {
        /// <summary>The largest detail of a kind below 15: 22 bits.</summary>
        public const int MaxDetail = (1 << 22) - 1;

        /// <summary>The largest span of chatter of a state: 14 bits.</summary>
        public const int MaxStateSpan = (1 << 14) - 1;

        /// <summary>The largest value and limit, in steps, that one event holds together; the smallest is one less than its negative.</summary>
        public const int MaxSteps = (1 << 21) - 1;

        /// <summary>The bits of a word that hold the kind.</summary>
        public const int KindMask = 0xF;

        /// <summary>The bit of a word that holds the flag.</summary>
        public const int FlagBit = 1 << 9;

        private const int SourceShift = 4;
        private const int DetailShift = 10;
        private const int ByteShift = 8;
        private const int ByteMask = 0xFF;

        // Of the limit's 22 bits the low ones are beside the value's 22 bits, and the others in the detail, after the measured kind and the side.
        private const int LowLimitBits = 10;
        private const int LimitShift = ByteShift + 1;

        /// <summary>Packs kind (0 to 255), source (0 to 31), flag and detail (0 to <see cref="MaxDetail"/>; 14 bits from kind 15 on).</summary>
        public static int Pack(EventKind kind, int source, bool flag, int detail)
        {
            int code = (int)kind & ByteMask;
            if (code >= KindMask)
            {
                // A kind must never lose a bit here: another kind would be sent.
                detail = (detail << ByteShift) | code;
                code = KindMask;
            }

            return code | (source << SourceShift) | (flag ? FlagBit : 0) | (detail << DetailShift);
        }

        /// <summary>The kind in a word.</summary>
        public static EventKind Kind(int word)
        {
            int code = word & KindMask;
            return (EventKind)(code != KindMask ? code : (word >> DetailShift) & ByteMask);
        }

        /// <summary>Whether the word is of a value that moved: a temperature or another measurement. Such an event may wait for others.</summary>
        public static bool IsMeasured(int word)
        {
            int code = word & KindMask;
            return code == (int)EventKind.Temperature || (code > (int)EventKind.Fault && BatchFormat.IsMeasurement((int)Kind(word)));
        }

        /// <summary>A measured value went beyond a limit or came back: the word; <see cref="PackSteps"/> is the value.</summary>
        public static int PackLimit(EventKind measured, int source, bool entered, bool isHigh, int limit)
        {
            int detail = ((int)measured & ByteMask) | (isHigh ? 1 << ByteShift : 0) | ((limit >> LowLimitBits) << LimitShift);
            return Pack((EventKind)BatchFormat.KindLimit, source, entered, detail);
        }

        /// <summary>The value and the limit's low bits in one value.</summary>
        public static int PackSteps(int value, int limit)
        {
            return (value << LowLimitBits) | (limit & ((1 << LowLimitBits) - 1));
        }

        /// <summary>A sensor of any kind is at fault, or works again.</summary>
        public static int PackFault(EventKind of, int source, bool began, int reason)
        {
            return Pack((EventKind)BatchFormat.KindSensorFault, source, began, (reason << ByteShift) | ((int)of & ByteMask));
        }

        /// <summary>A state changed too often; the value is the count.</summary>
        /// <param name="of">The state.</param>
        /// <param name="source">Its source.</param>
        /// <param name="span">Ticks from the first edge to the last, 0 to <see cref="MaxStateSpan"/>.</param>
        public static int PackStateChatter(EventKind of, int source, int span)
        {
            return Pack((EventKind)BatchFormat.KindStateChatter, source, false, (span << ByteShift) | ((int)of & ByteMask));
        }

        /// <summary>Limit, sensor fault and state chatter: the kind that they are about.</summary>
        public static int About(int word)
        {
            return (word >> DetailShift) & ByteMask;
        }

        /// <summary>Sensor fault: the reason. State chatter: the span.</summary>
        public static int BesideAbout(int word)
        {
            return (int)((uint)word >> (DetailShift + ByteShift));
        }

        /// <summary>Limit: 1 for the upper one, 0 for the lower one.</summary>
        public static int LimitSide(int word)
        {
            return (word >> (DetailShift + ByteShift)) & 1;
        }

        /// <summary>Limit: the measured value, in steps.</summary>
        public static int Steps(int value)
        {
            return value >> LowLimitBits;
        }

        /// <summary>Limit: the limit, in steps.</summary>
        public static int LimitSteps(int word, int value)
        {
            // The high bits keep their sign, because they end the word.
            return ((word >> (DetailShift + LimitShift)) << LowLimitBits) | (value & ((1 << LowLimitBits) - 1));
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

        /// <summary>The sensor gives an impossible value, outside of its plausible range.</summary>
        OutOfRange = 2,
    }
}
