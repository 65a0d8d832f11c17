namespace NanoEvents.Protocol
{
    /// <summary>The numbers of the batch format, versions 1 and 3. README.md beside this file says what they mean.</summary>
    internal static class BatchFormat
    {
        /// <summary>Major version of the long form, which can say everything.</summary>
        public const int MajorVersion = 1;

        /// <summary>Major version of the short form: nothing but events, dated by the wall clock. A reader refuses any other version.</summary>
        public const int ShortVersion = 3;

        /// <summary>The most events in one batch.</summary>
        public const int MaxEvents = 64;

        /// <summary>The most bytes in one batch, including the check.</summary>
        public const int MaxBytes = 1024;

        /// <summary>The fewest bytes in one batch: head, boot, sequence, sealed, check.</summary>
        public const int MinBytes = 8;

        /// <summary>The largest clock error of a short batch, in ticks; its code of 4 bits stands for a power of 2, less 1.</summary>
        public const int MaxShortError = (1 << 15) - 1;

        /// <summary>
        /// In ticks: the wall clock at uptime zero may have moved by so much since the broker got it, and a batch may still be short. A reader finds the
        /// uptime again by its low byte.
        /// </summary>
        public const int MaxAnchorMove = 8;

        /// <summary>Sources of one type are numbered 0 to 31.</summary>
        public const int MaxSources = 32;

        /// <summary>The longest name of a source, in UTF-8 bytes.</summary>
        public const int MaxNameBytes = 24;

        /// <summary>Milliseconds in a tick, the unit of every time on the wire.</summary>
        public const int TickMs = 10;

        /// <summary>Boot ids have 24 bits.</summary>
        public const int BootMask = 0xFFFFFF;

        /// <summary>Head flag: the wall clock at uptime zero and its error follow.</summary>
        public const int FlagAnchor = 1;

        /// <summary>Head flag: fields follow.</summary>
        public const int FlagFields = 2;

        /// <summary>Head flag: this is a state, whose events are the present values of the sources.</summary>
        public const int FlagState = 4;

        /// <summary>Head flag: not used in version 1.</summary>
        public const int FlagReserved = 8;

        /// <summary>Ends the list of fields.</summary>
        public const int FieldEnd = 0;

        /// <summary>Field: the device has started; cause and firmware version.</summary>
        public const int FieldBoot = 1;

        /// <summary>Field: pairs of counter and value.</summary>
        public const int FieldCounters = 2;

        /// <summary>Field: how many events before the first one the full ring dropped.</summary>
        public const int FieldOverflow = 3;

        /// <summary>Field of a state: how many numbers are not yet acknowledged.</summary>
        public const int FieldWaiting = 4;

        /// <summary>Field of the names, and of the states of older firmware: names of sources.</summary>
        public const int FieldNames = 5;

        /// <summary>Field: the minor version, if it is not 0.</summary>
        public const int FieldMinor = 6;

        /// <summary>Field of a state: how often one is sent at least, in s. 7 is never used: the vectors have it as an unknown field.</summary>
        public const int FieldPeriod = 8;

        /// <summary>The period of states that do not say it, in s.</summary>
        public const int UsualPeriodSeconds = 60;

        /// <summary>Field of the names: the private kinds that the device has, with their names and units.</summary>
        public const int FieldKinds = 9;

        /// <summary>Head code of the kinds that carry their number and length.</summary>
        public const int KindCodeExtended = 3;

        /// <summary>A measured value of any kind but temperature went beyond a limit, or came back.</summary>
        public const int KindLimit = 8;

        /// <summary>A sensor of any kind but a thermometer is at fault, or works again.</summary>
        public const int KindSensorFault = 10;

        /// <summary>A private state changed too often: many edges in one event.</summary>
        public const int KindStateChatter = 11;

        /// <summary>The first number that users have for measurements of their own.</summary>
        public const int FirstPrivateMeasurement = 128;

        /// <summary>The first number that users have for states of their own, such as a door contact.</summary>
        public const int FirstPrivateState = 192;

        /// <summary>The last number that users have for states of their own.</summary>
        public const int LastPrivate = 254;

        /// <summary>Head source: the source follows in its own byte.</summary>
        public const int SourceFollows = 7;

        /// <summary>Head time: the same tick as the event before.</summary>
        public const int TimeSame = 0;

        /// <summary>Head time: a number of ticks later.</summary>
        public const int TimeLater = 1;

        /// <summary>Head time: a number of ticks earlier.</summary>
        public const int TimeEarlier = 2;

        /// <summary>Head time, in a short batch: a number of whole seconds later.</summary>
        public const int TimeSeconds = 3;

        /// <summary>Ticks in a second.</summary>
        public const int TicksPerSecond = 1000 / TickMs;

        /// <summary>Whether a kind is a measurement in the long form: its content is one number, in steps of its resolution.</summary>
        public static bool IsMeasurement(int kind)
        {
            return kind == (int)EventKind.Humidity || kind == (int)EventKind.Pressure || (kind >= FirstPrivateMeasurement && kind < FirstPrivateState);
        }

        /// <summary>Whether a kind is a private state: its flag is the state, and it has no content.</summary>
        public static bool IsPrivateState(int kind)
        {
            return kind >= FirstPrivateState && kind <= LastPrivate;
        }
    }
}
