namespace NanoEvents.Firmware
{
    /// <summary>The files of an <see cref="ISettingsStore"/>.</summary>
    public static class SettingsSlot
    {
        /// <summary>Settings; written in turn with <see cref="Second"/>. The newer complete file is used.</summary>
        public const int First = 0;

        /// <summary>Settings; written in turn with <see cref="First"/>.</summary>
        public const int Second = 1;

        /// <summary>The last settings with which the device has reached its broker.</summary>
        public const int Proven = 2;

        /// <summary>Not empty if the next restart was requested, or caused by the watchdog.</summary>
        public const int Restart = 3;

        /// <summary>A change that came over the USB cable; merged at the next start.</summary>
        public const int Change = 4;

        /// <summary>How many there are.</summary>
        public const int Count = 5;

        /// <summary>The name of a slot's file.</summary>
        public static string FileName(int slot)
        {
            switch (slot)
            {
                case First:
                    return "nanoevents.1";
                case Second:
                    return "nanoevents.2";
                case Proven:
                    return "nanoevents.proven";
                case Restart:
                    return "nanoevents.restart";
                default:
                    return "nanoevents.change";
            }
        }
    }
}
