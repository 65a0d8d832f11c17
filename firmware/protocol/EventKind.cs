namespace NanoEvents.Protocol
{
    /// <summary>What happened: the kinds that the firmware raises. 0 and 1 have a short form on the wire, the others are extended.</summary>
    public enum EventKind : byte
    {
        /// <summary>A thermometer moved by at least the deadband. Value in centi °C.</summary>
        Temperature = 0,

        /// <summary>A motion sensor's pin changed. The flag says moving.</summary>
        Motion = 1,

        /// <summary>A temperature crossed a limit. The flag says entered.</summary>
        Threshold = 2,

        /// <summary>A motion sensor's pin changed too often: many edges in one event.</summary>
        Chatter = 3,

        /// <summary>A thermometer does not answer, or answers what cannot be. The flag says began.</summary>
        Fault = 4,
    }
}
