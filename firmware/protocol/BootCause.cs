namespace NanoEvents.Protocol
{
    /// <summary>Why the firmware started, as far as nanoFramework knows.</summary>
    internal enum BootCause : byte
    {
        /// <summary>Power, reset button, crash: the device cannot tell them apart.</summary>
        Unknown = 0,

        /// <summary>A requested restart, from the console or by new settings.</summary>
        Requested = 1,

        /// <summary>The timer ended a sleep.</summary>
        Timer = 2,

        /// <summary>A pin ended a sleep.</summary>
        Pin = 3,

        /// <summary>The firmware's own watchdog: a part of it had not run for five minutes.</summary>
        Watchdog = 4,
    }
}
