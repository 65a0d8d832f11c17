namespace NanoEvents.Protocol
{
    /// <summary>The parts of a device's topics: root, the device's name, and one of four last parts.</summary>
    internal static class TopicFormat
    {
        /// <summary>Before the device's name.</summary>
        public const string Root = "nanoevents";

        /// <summary>Batches of events.</summary>
        public const string Events = "events";

        /// <summary>Retained: the present values of all sources.</summary>
        public const string State = "state";

        /// <summary>Retained: the names of the sources.</summary>
        public const string Names = "names";

        /// <summary>Retained: whether the device is connected.</summary>
        public const string Status = "status";
    }
}
