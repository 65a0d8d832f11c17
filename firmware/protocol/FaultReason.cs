namespace NanoEvents.Protocol
{
    /// <summary>Why a sensor is at fault.</summary>
    internal enum FaultReason : byte
    {
        /// <summary>The sensor does not answer on its bus.</summary>
        NoAnswer = 1,

        /// <summary>The sensor gives an impossible value: outside of -40 to 85 °C.</summary>
        OutOfRange = 2,
    }
}
