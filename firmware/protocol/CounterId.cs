namespace NanoEvents.Protocol
{
    /// <summary>The counters of the device since it started; README.md explains each.</summary>
    internal static class CounterId
    {
        /// <summary>Edges seen on motion pins.</summary>
        public const int Edges = 1;

        /// <summary>Edges that bounced, or of a level that did not last: not raised.</summary>
        public const int Debounced = 2;

        /// <summary>Edges before the sensor had settled: not raised.</summary>
        public const int Settling = 3;

        /// <summary>Edges put into chatter events.</summary>
        public const int Chattered = 4;

        /// <summary>Readings that failed.</summary>
        public const int SensorFailures = 5;

        /// <summary>Events that the full ring dropped.</summary>
        public const int Dropped = 6;

        /// <summary>Messages that had to be sent again.</summary>
        public const int Unacknowledged = 7;

        /// <summary>Connections to the broker after the first.</summary>
        public const int Reconnects = 8;

        /// <summary>Threads that were restarted after an exception.</summary>
        public const int ThreadRestarts = 9;

        /// <summary>Edges without an interrupt, as far as they can be found.</summary>
        public const int MissedEdges = 10;

        /// <summary>One more than the highest counter.</summary>
        public const int Count = 11;
    }
}
